/* For the tests alone: the one function of bcryptprimitives.dll that Rust's standard library calls. Wine 8 has no such
 * library, every Windows that is supported has. It is not part of what is installed. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
