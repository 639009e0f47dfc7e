# What the scripts beside it share: the four executables by name, and how packages are installed.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
# Where the executables lie, how each is started here, and the 32-bit Wine.
dist=${TAIZHANG_DIST:-$CARGO_TARGET_DIR/dist}
tried=$CARGO_TARGET_DIR/tried
wine32=$CARGO_TARGET_DIR/wine32
# The files of tests that fit every system; of the rest some stand on what only Unix has.
command_line='cli:: marking:: activities:: periods:: clones:: hostile::'

fail() {
    echo "packaging: $*" >&2
    exit 1
}

# The Rust target of an executable.
triple() {
    case $1 in
    windows-64) echo x86_64-win7-windows-gnu ;;
    windows-32) echo i686-win7-windows-gnu ;;
    linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    linux-arm64) echo aarch64-unknown-linux-gnu ;;
    *) echo "no such executable: $1" >&2 && return 2 ;;
    esac
}

# How its file is called.
file() {
    case $1 in
    windows-*) echo taizhang.exe ;;
    *) echo taizhang ;;
    esac
}

# The prefix of its binutils.
tools() {
    case $1 in
    windows-64) echo x86_64-w64-mingw32- ;;
    windows-32) echo i686-w64-mingw32- ;;
    linux-arm64) echo aarch64-linux-gnu- ;;
    esac
}

# Installs those Debian packages that are missing; says so when it cannot.
install_packages() {
    local missing=() package root=()
    for package; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || root=(sudo)
    echo "installing ${missing[*]}"
    # An index that fails to come may be one that is not needed here: what counts is whether the packages come.
    "${root[@]}" apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=600 "${missing[@]}" >/dev/null || {
        echo "packaging: Debian's packages cannot be installed here: ${missing[*]}" >&2
        return 1
    }
}

# Makes the file that starts the executable NAME here and takes the program's arguments.
start() { # NAME COMMAND...
    local name=$1
    shift
    mkdir -p "$tried"
    printf '#!/bin/sh\nexec %s "$@"\n' "$*" >"$tried/$name"
    chmod +x "$tried/$name"
}

# The same under Wine, whose client now and then (once in some thousand starts, seen in Wine 8) ends by itself in its
# first milliseconds, before the program is loaded: code 0, not a byte written. No command that succeeds says nothing,
# so that is never the program's own answer: it is started again, once, and noted in the file NAME.restarts.
start_wine() { # NAME COMMAND...
    local name=$1
    shift
    mkdir -p "$tried"
    : >"$tried/$name.restarts"
    cat >"$tried/$name" <<END
#!/bin/sh
said=\$(mktemp -d)
for _ in first second; do
    $* "\$@" >"\$said/out" 2>"\$said/err"
    code=\$?
    [ \$code = 0 ] && [ ! -s "\$said/out" ] && [ ! -s "\$said/err" ] || break
    echo "\$*" >>"$tried/$name.restarts"
done
cat "\$said/out"
cat "\$said/err" >&2
rm -rf "\$said"
exit \$code
END
    chmod +x "$tried/$name"
}

# Runs tests of the command line and the screen with the executable NAME.
tests() { # NAME FILTER...
    local name=$1
    shift
    echo "== $name: ${*//::/}"
    TAIZHANG_PROGRAM=$tried/$name cargo test --locked --quiet --test all -- "$@"
}
