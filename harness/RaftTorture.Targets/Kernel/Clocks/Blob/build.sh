#!/bin/sh
# Compiles skew.c into the bytes and the offsets (hexadecimal) that are checked in beside it. build.sh [DIRECTORY]: where they go, else here.
# Needs gcc and objcopy (binutils) on x86-64.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-$here}
object=$(mktemp)
trap 'rm -f "$object"' EXIT
gcc -Os -Wall -Wextra -Werror -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
    -mno-red-zone -mgeneral-regs-only -fvisibility=hidden -fpie -nostdlib -static -Wl,-T,"$here/skew.ld" -Wl,-e,0 -Wl,--build-id=none \
    -o "$object" "$here/skew.c"
objcopy -O binary -j .text "$object" "$to/skew.x86-64.bin"
chmod 644 "$to/skew.x86-64.bin"
gcc --version | sed -n '1s/^/# /p' >"$to/skew.x86-64.offsets"
nm "$object" | sed -En 's/^0*([0-9a-f]+) . (skewed_.*)/\2 \1/p' | sort >>"$to/skew.x86-64.offsets"
