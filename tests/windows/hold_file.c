/* For the tests alone: holds a file open as a virus scanner or a sync service does, so that nobody may replace it, until a
 * line comes in. */
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **arguments)
{
    if (count != 2) {
        return 2;
    }
    HANDLE file = CreateFileW(arguments[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "error %lu\n", GetLastError());
        return 1;
    }
    puts("held");
    fflush(stdout);
    getchar();
    CloseHandle(file);
    return 0;
}
