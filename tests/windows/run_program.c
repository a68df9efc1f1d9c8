/* For the tests alone: starts the program that its own command line names, and says with which exit code that ended.
 * Wine kills the process of a program that has ended and is still there a second later: what the process ended with says
 * nothing then. A line that comes in ends the program at once. */
#include <stdio.h>
#include <windows.h>

static DWORD WINAPI end_on_line(void *program)
{
    if (getchar() != EOF) {
        TerminateProcess(program, 9);
    }
    return 0;
}

/* The command line without its first word, which is this program. */
static wchar_t *rest_of_command_line(void)
{
    wchar_t *at = GetCommandLineW();
    wchar_t end = *at == L'"' ? L'"' : L' ';
    for (at++; *at != L'\0' && *at != end; at++) {
    }
    if (*at == L'"') {
        at++;
    }
    while (*at == L' ') {
        at++;
    }
    return at;
}

int wmain(void)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION started;
    if (!CreateProcessW(NULL, rest_of_command_line(), NULL, NULL, FALSE, 0, NULL, NULL, &startup, &started)) {
        fprintf(stderr, "error %lu\n", GetLastError());
        return 1;
    }
    CreateThread(NULL, 0, end_on_line, started.hProcess, 0, NULL);
    WaitForSingleObject(started.hProcess, INFINITE);
    DWORD code;
    GetExitCodeProcess(started.hProcess, &code);
    printf("ended %lu\n", code);
    fflush(stdout);
    ExitProcess(0);
}
