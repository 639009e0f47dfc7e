/* A disk that fails, or a power cut, at one chosen system call; preloaded into the program.

   Every call that touches a file below one folder is counted. A filter of the kernel (seccomp) turns these calls into a
   signal, whose handler lets them pass, fails them, or kills the process: so calls that do not go through the C library
   are caught as well. Said in the environment:
     SHIM_FOLDER   the folder, as its real path
     SHIM_LOG      a file that gets one letter a call (see `kinds`), and "!" where one is failed
     SHIM_AT       the number of the call that fails, from 1; 0 fails none
     SHIM_ERROR    the error it fails with; 0 kills the process instead
     SHIM_LASTING  "1": every later call of the same kind fails too
     SHIM_HALF     "1": a write that fails or kills writes half of its bytes first */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

/* The one place from which calls are not caught. */
long shim_call(long number, long a, long b, long c, long d, long e, long f);
extern char shim_call_end[];
__asm__(".text\n.globl shim_call\n.type shim_call,@function\nshim_call:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\nmov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\n"
        "syscall\n.globl shim_call_end\nshim_call_end:\nret\n");

/* Where a call says which file it is about. */
enum where { PATH_0, PATH_AT, FD_0, FD_2, PATHS_0, PATHS_AT };

static const struct call { int number; char kind; enum where where; } calls[] = {
    {SYS_open, 'o', PATH_0}, {SYS_creat, 'O', PATH_0}, {SYS_openat, 'o', PATH_AT},
    {SYS_read, 'r', FD_0}, {SYS_pread64, 'r', FD_0}, {SYS_readv, 'r', FD_0},
    {SYS_getdents64, 'd', FD_0},
    {SYS_stat, 's', PATH_0}, {SYS_lstat, 's', PATH_0}, {SYS_fstat, 's', FD_0}, {SYS_newfstatat, 's', PATH_AT},
    {SYS_statx, 's', PATH_AT}, {SYS_access, 's', PATH_0}, {SYS_faccessat, 's', PATH_AT}, {SYS_readlink, 's', PATH_0},
    {SYS_write, 'w', FD_0}, {SYS_pwrite64, 'w', FD_0}, {SYS_writev, 'w', FD_0},
    {SYS_copy_file_range, 'c', FD_2}, {SYS_sendfile, 'c', FD_0},
    {SYS_fsync, 'y', FD_0}, {SYS_fdatasync, 'y', FD_0},
    {SYS_rename, 'n', PATHS_0}, {SYS_renameat, 'n', PATHS_AT}, {SYS_renameat2, 'n', PATHS_AT},
    {SYS_link, 'l', PATHS_0}, {SYS_linkat, 'l', PATHS_AT},
    {SYS_unlink, 'u', PATH_0}, {SYS_unlinkat, 'u', PATH_AT}, {SYS_rmdir, 'u', PATH_0},
    {SYS_mkdir, 'm', PATH_0}, {SYS_mkdirat, 'm', PATH_AT},
    {SYS_ftruncate, 't', FD_0}, {SYS_truncate, 't', PATH_0},
    {SYS_flock, 'f', FD_0}, {SYS_fchmod, 'p', FD_0}, {SYS_chmod, 'p', PATH_0}, {SYS_fchmodat, 'p', PATH_AT},
};
#define CALLS (sizeof calls / sizeof *calls)

static const char *folder;
static size_t folder_size;
static long at, error, lasting, half, count;
static int log_file = -1;
static char failing; /* The kind of call that fails from now on. */

static int begins(const char *path) {
    return strncmp(path, folder, folder_size) == 0 && (path[folder_size] == '/' || path[folder_size] == 0);
}

static int fd_is_below(long fd) {
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%ld", fd);
    long length = shim_call(SYS_readlink, (long)name, (long)path, sizeof path - 1, 0, 0, 0);
    if (length < 0) return 0;
    path[length] = 0;
    return begins(path);
}

static int path_is_below(long base, long path) {
    const char *text = (const char *)path;
    if (!text || !*text) return fd_is_below(base);
    return *text == '/' ? begins(text) : base >= 0 && fd_is_below(base);
}

static int is_below(enum where where, const long *arg) {
    switch (where) {
    case PATH_0: return path_is_below(-1, arg[0]);
    case PATH_AT: return path_is_below(arg[0], arg[1]);
    case FD_0: return fd_is_below(arg[0]);
    case FD_2: return fd_is_below(arg[2]);
    case PATHS_0: return path_is_below(-1, arg[0]) || path_is_below(-1, arg[1]);
    default: return path_is_below(arg[0], arg[1]) || path_is_below(arg[2], arg[3]);
    }
}

static void tell(const char *text, long length) {
    if (log_file >= 0) shim_call(SYS_write, log_file, (long)text, length, 0, 0, 0);
}

static long pass(long number, const long *arg) {
    return shim_call(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}

static long decide(const struct call *call, const long *arg) {
    char kind = call->kind;
    if (!is_below(call->where, arg)) return pass(call->number, arg);
    if (kind == 'o') {
        long flags = call->number == SYS_openat ? arg[2] : arg[1];
        if (flags & (O_WRONLY | O_RDWR | O_CREAT)) kind = 'O';
    }
    long number = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    tell(&kind, 1);
    if (failing ? kind != failing : number != at) return pass(call->number, arg);
    int is_first = !failing;
    tell("!", 1);
    if (is_first && half && call->number == SYS_write && arg[2] > 1) {
        long done = shim_call(SYS_write, arg[0], arg[1], arg[2] / 2, 0, 0, 0);
        /* The rest of the bytes comes in a call of its own, which fails. */
        if (error && done > 0) {
            at = count + 1;
            half = 0;
            return done;
        }
    }
    if (!error) shim_call(SYS_kill, getpid(), SIGKILL, 0, 0, 0, 0);
    if (lasting) failing = kind;
    return -error;
}

static void on_call(int signal, siginfo_t *info, void *context) {
    (void)signal;
    greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;
    long arg[6] = {reg[REG_RDI], reg[REG_RSI], reg[REG_RDX], reg[REG_R10], reg[REG_R8], reg[REG_R9]};
    int saved = errno;
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == info->si_syscall) reg[REG_RAX] = decide(&calls[i], arg);
    errno = saved;
}

static long number_of(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("SHIM_FOLDER");
    if (!folder) return;
    folder_size = strlen(folder);
    at = number_of("SHIM_AT");
    error = number_of("SHIM_ERROR");
    lasting = number_of("SHIM_LASTING");
    half = number_of("SHIM_HALF");
    const char *log = getenv("SHIM_LOG");
    if (log) log_file = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct sigaction action = {.sa_sigaction = on_call, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
    sigaction(SIGSYS, &action, NULL);

    unsigned long end = (unsigned long)shim_call_end;
    struct sock_filter filter[CALLS + 8];
    size_t n = 0;
#define ADD(...) filter[n++] = (struct sock_filter)__VA_ARGS__
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)end, 0, 3));
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(end >> 32), 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    for (size_t i = 0; i < CALLS; i++)
        ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, CALLS - i, 0));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    struct sock_fprog program = {n, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        dprintf(2, "the kernel takes no filter\n");
        _exit(99);
    }
}
