# Installs packages of Debian or Ubuntu that are missing. To be sourced by the other scripts.

# What a window needs: libraries that are looked for when it is opened, and a driver to draw with.
window_packages=(
    libegl1 libgl1 libgl1-mesa-dri libgles2 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon0
    libxkbcommon-x11-0 libxrandr2 fontconfig fonts-dejavu-core
)
# What a window needs where there is no display.
display_packages=(xvfb xdotool imagemagick)
# What the tests of the window need beside these.
test_packages=(
    age at-spi2-core dbus exfat-fuse exfatprogs gir1.2-atspi-2.0 libglib2.0-bin mutter openbox procps python3-dbus python3-gi
    python3-pyatspi python3-xlib strace unicode-data weston x11-utils xclip
)
# What composes words under Wayland, and takes pictures there.
input_method_packages=(fcitx5 fcitx5-pinyin grim sway)
# What the tests with several machines need: a sync service, what asks it how far it is, and clocks hours apart.
sync_packages=(curl faketime syncthing)
# What packages for Linux are made and tried with.
package_packages=(
    appstream binutils debootstrap desktop-file-utils dpkg-dev file git lintian mandoc x11-utils xz-utils
)
# What builds the program for Windows, and runs it there.
windows_packages=(
    age curl gcc-mingw-w64-x86-64 libgl1-mesa-dri libvulkan1 mesa-vulkan-drivers nsis openssl osslsigncode python3 syncthing
    wine wine64 xclip
)
# What links a program.
build_packages=(gcc libc6-dev)

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs those of the packages named that are missing.
require_packages() {
    local missing=() package
    if ! command -v apt-get >/dev/null; then
        echo "This is not Debian or Ubuntu: install what matches these yourself, if it is missing:" >&2
        echo "  $*" >&2
        return 0
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return 0
    fi
    echo "Installing what is missing: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages have to be installed by the machine's owner: ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update --quiet --quiet
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}" >/dev/null
}

require_cargo() {
    if ! command -v cargo >/dev/null; then
        echo "Rust is missing. Install it from https://rustup.rs, and start this again." >&2
        return 1
    fi
}
