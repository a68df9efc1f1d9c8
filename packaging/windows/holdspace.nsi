; The installer for Windows: for one person, without an administrator. script/windows makes it:
;   makensis -DVERSION=0.1.0 -DPROGRAM=holdspace.exe -DLICENSE=LICENSE -DOUT=holdspace-setup.exe holdspace.nsi
; /S installs, upgrades or uninstalls without a question; /D=FOLDER, the last argument, names another folder.
; For 64 bits, as the program.
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Holdspace"

Name "Holdspace"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Holdspace"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Holdspace"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Holdspace Setup"
VIAddVersionKey "LegalCopyright" "MIT or Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\holdspace.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Your notes, prompts and settings stay on this computer. Only the program is removed."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Asks every Holdspace that is open to save and end, and waits until all have. One that cannot save stays open; then nothing
; is changed.
!macro CLOSE_APP prefix
Function ${prefix}CloseApp
    StrCpy $1 0
    ${prefix}again:
        FindWindow $0 "HoldspaceListener"
        IntCmp $0 0 ${prefix}closed
        SendMessage $0 ${WM_CLOSE} 0 0 /TIMEOUT=6000
        Sleep 250
        IntOp $1 $1 + 1
        IntCmp $1 40 ${prefix}stays ${prefix}again ${prefix}stays
    ${prefix}stays:
        DetailPrint "Holdspace is still open. Close it, and start again."
        MessageBox MB_OK|MB_ICONEXCLAMATION "Holdspace is still open, and could not be closed. Close it, and start again. Nothing was changed." /SD IDOK
        SetErrorLevel 3
        Quit
    ${prefix}closed:
        ; Its window is gone; its file is free a moment later.
        Sleep 500
FunctionEnd
!macroend
!insertmacro CLOSE_APP ""
!insertmacro CLOSE_APP "un."

Section
    Call CloseApp
    SetOutPath "$INSTDIR"
    File "/oname=holdspace.exe" "${PROGRAM}"
    File "/oname=LICENSE-MIT.txt" "${LICENSE_MIT}"
    File "/oname=LICENSE-APACHE.txt" "${LICENSE_APACHE}"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\Holdspace.lnk" "$INSTDIR\holdspace.exe" "" "$INSTDIR\holdspace.exe" 0 SW_SHOWNORMAL "" "Prompts and notes for integration sessions"
    WriteRegStr HKCU "${KEY}" "DisplayName" "Holdspace"
    WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\holdspace.exe"
    WriteRegStr HKCU "${KEY}" "Publisher" "The Holdspace authors"
    WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
    Call un.CloseApp
    Delete "$INSTDIR\holdspace.exe"
    Delete "$INSTDIR\LICENSE-MIT.txt"
    Delete "$INSTDIR\LICENSE-APACHE.txt"
    Delete "$INSTDIR\uninstall.exe"
    ; Only if nothing of somebody else's is in it.
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Holdspace.lnk"
    DeleteRegKey HKCU "${KEY}"
    DetailPrint "Your notes are still in $APPDATA\holdspace, or in the folder that you chose for them."
SectionEnd
