# What the scripts beside it share: the four executables by name, and how packages are installed.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
# Where the executables lie, how each is started here, and the 32-bit Wine.
dist=${TAIZHANG_DIST:-$CARGO_TARGET_DIR/dist}
tried=$CARGO_TARGET_DIR/tried
wine32=$CARGO_TARGET_DIR/wine32
# The files of tests that fit every system; of the rest some stand on what only Unix has.
command_line='cli:: marks:: activities:: periods:: clones:: hostile::'

# What runs a command in a mount namespace of its own; whether it may.
namespace=(unshare --mount)
[ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
may_mount() {
    "${namespace[@]}" mount -t tmpfs none /mnt 2>/dev/null
}

fail() {
    echo "packaging: $*" >&2
    exit 1
}

# The Rust target of an executable.
triple() {
    case $1 in
    windows-64) echo x86_64-win7-windows-gnu ;;
    windows-32) echo i686-win7-windows-gnu ;;
    linux-x86_64) echo x86_64-unknown-linux-musl ;;
    linux-arm64) echo aarch64-unknown-linux-musl ;;
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

# The same under Wine, whose client now and then (once in some thousand starts, seen in Wine 8) ends by itself, with
# code 0 or 1 and not a byte written. The program always says something, done or refused, so that is never its own
# answer: where the data folder is untouched, it was never at work, and is started again, up to three times. Each such
# end is noted in the file NAME.restarts with its code; one that touched the data is handed on as it is.
start_wine() { # NAME COMMAND...
    local name=$1
    shift
    mkdir -p "$tried"
    : >"$tried/$name.restarts"
    cat >"$tried/$name" <<END
#!/bin/sh
said=\$(mktemp -d)
data() { [ ! -d "\$TAIZHANG_DATA" ] || find "\$TAIZHANG_DATA" -printf '%p %s %T@\n' | sort; }
before=\$(data)
for pause in 0.2 0.5 1 none; do
    $* "\$@" >"\$said/out" 2>"\$said/err"
    code=\$?
    [ ! -s "\$said/out" ] && [ ! -s "\$said/err" ] || break
    if [ "\$(data)" != "\$before" ]; then
        echo "code \$code, and the data touched: \$*" >>"$tried/$name.restarts"
        break
    fi
    echo "code \$code: \$*" >>"$tried/$name.restarts"
    [ \$pause = none ] || sleep \$pause
done
cat "\$said/out"
cat "\$said/err" >&2
rm -rf "\$said"
exit \$code
END
    chmod +x "$tried/$name"
}

# Runs tests of the command line and the screen with the executable NAME. Under Wine those that fail are run once more,
# alone: what Wine makes of a busy machine is no fault of the program, and a fault of the program is there again.
tests() { # NAME FILTER...
    local name=$1 log=$tried/$1.log failed
    shift
    echo "== $name: ${*//::/}"
    TAIZHANG_PROGRAM=$tried/$name cargo test --locked --quiet --test all -- "$@" 2>&1 | tee "$log" && return
    failed=$(sed -n 's/^    \([a-z_0-9]*::[a-z_0-9:]*\)$/\1/p' "$log" | sort -u)
    [[ $name = windows-* && -n $failed ]] || return 1
    echo "== $name, once more:" $failed
    TAIZHANG_PROGRAM=$tried/$name cargo test --locked --quiet --test all -- --exact $failed
}
