#!/usr/bin/env bash
# Extract Debian's Chromium and the libraries that it needs into .tools/chromium, without installing anything.
set -euo pipefail
cd "$(dirname "$0")/.."
root="$PWD/.tools/chromium"
[ -x "$root/chromium" ] && exit 0
rm -rf "$root" && mkdir -p "$root/packages"
cd "$root/packages"
mapfile -t packages < <(
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances chromium | grep '^\w' | grep -Ev '^(libc6|libc-bin|debconf|dpkg|perl|x11-|xdg-utils|python)' | sort -u
)
for package in "${packages[@]}"; do apt-get download -qq "$package" 2>/dev/null || true; done
for package in *.deb; do dpkg -x "$package" "$root"; done
rm -rf "$root/packages"
libraries=$(find "$root/usr/lib" "$root/lib" -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd:)
cat > "$root/chromium" <<START
#!/usr/bin/env bash
export LD_LIBRARY_PATH="$libraries" FONTCONFIG_PATH="$root/etc/fonts"
exec "$root/usr/lib/chromium/chromium" "\$@"
START
chmod +x "$root/chromium"
