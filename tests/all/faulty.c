/* A disk that goes wrong below one folder, as seen from the program: preloaded, it stands between the C library and
   the kernel. What it does is said in the environment:
     FAULTY_FOLDER      the folder, as its real path
     FAULTY_FULL_AFTER  so many bytes fit, then the disk is full
     FAULTY_FLIP_AT     the byte at this place, counted over all bytes written there, arrives with one bit turned
     FAULTY_GONE_AFTER  after so many bytes the folder is pulled away
     FAULTY_SYNC        "file" or "folder": syncing one fails
     FAULTY_APPEND      what becomes of the sync of an appended line: "gone", the folder is pulled away after it; "stat",
                        nothing tells any more what the file is; "stuck", it fails, and so does cutting the line off
     FAULTY_LISTING     listing the folder, or one below it, fails
     FAULTY_OPENING     opening the folder, or a file below it, fails
     FAULTY_LOG         a file that gets a line for each folder made ("made PATH") and each file or folder synced
                        ("synced PATH"), in their order */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long written;

static int path_is_below(const char *path) {
    const char *folder = getenv("FAULTY_FOLDER");
    if (!folder) return 0;
    size_t size = strlen(folder);
    return strncmp(path, folder, size) == 0 && (path[size] == '/' || path[size] == 0);
}

/* Where an open file lies; empty where that cannot be known. */
static const char *path_of(int fd) {
    static _Thread_local char path[PATH_MAX];
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

static int is_below(int fd) {
    return path_is_below(path_of(fd));
}

static void take_down(const char *what, const char *path) {
    const char *log = getenv("FAULTY_LOG");
    FILE *file = log && path_is_below(path) ? fopen(log, "a") : NULL;
    if (!file) return;
    fprintf(file, "%s %s\n", what, path);
    fclose(file);
}

/* The number that a variable holds; -1 where there is none. */
static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : -1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (!is_below(fd)) return real(fd, bytes, count);
    long full = number("FAULTY_FULL_AFTER"), gone = number("FAULTY_GONE_AFTER"), flip = number("FAULTY_FLIP_AT");
    long end = full >= 0 ? full : gone;
    if (end >= 0 && written >= end) {
        if (gone >= 0) {
            const char *folder = getenv("FAULTY_FOLDER");
            char pulled[PATH_MAX];
            snprintf(pulled, sizeof pulled, "%s-pulled", folder);
            rename(folder, pulled);
        }
        errno = full >= 0 ? ENOSPC : EIO;
        return -1;
    }
    if (end >= 0 && (long)count > end - written) count = (size_t)(end - written);
    char *turned = NULL;
    if (flip >= written && flip < written + (long)count) {
        turned = malloc(count);
        memcpy(turned, bytes, count);
        turned[flip - written] ^= 1;
        bytes = turned;
    }
    ssize_t done = real(fd, bytes, count);
    if (done > 0) written += done;
    free(turned);
    return done;
}

struct dirent64 *readdir64(DIR *folder) {
    struct dirent64 *(*real)(DIR *) = dlsym(RTLD_NEXT, "readdir64");
    if (getenv("FAULTY_LISTING") && is_below(dirfd(folder))) {
        errno = EIO;
        return NULL;
    }
    return real(folder);
}

int open64(const char *path, int flags, ...) {
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    if (getenv("FAULTY_OPENING") && path_is_below(path)) {
        errno = EIO;
        return -1;
    }
    return real(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    int (*real)(const char *, mode_t) = dlsym(RTLD_NEXT, "mkdir");
    int done = real(path, mode);
    if (done == 0) take_down("made", path);
    return done;
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    const char *fails = getenv("FAULTY_SYNC");
    struct stat status;
    if (fails && is_below(fd) && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode) == (strcmp(fails, "folder") == 0)) {
        errno = EIO;
        return -1;
    }
    take_down("synced", path_of(fd));
    return real(fd);
}

static int stat_fails;

static int append_is(const char *fault) {
    const char *asked = getenv("FAULTY_APPEND");
    return asked && strcmp(asked, fault) == 0;
}

int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    if (!is_below(fd)) return real(fd);
    if (append_is("stuck")) {
        errno = EIO;
        return -1;
    }
    take_down("synced", path_of(fd));
    int done = real(fd);
    if (append_is("stat")) stat_fails = 1;
    if (append_is("gone")) {
        const char *folder = getenv("FAULTY_FOLDER");
        char pulled[PATH_MAX];
        snprintf(pulled, sizeof pulled, "%s-pulled", folder);
        rename(folder, pulled);
    }
    return done;
}

int ftruncate64(int fd, off64_t length) {
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    if (is_below(fd) && append_is("stuck")) {
        errno = EIO;
        return -1;
    }
    return real(fd, length);
}

int statx(int fd, const char *path, int flags, unsigned int mask, struct statx *status) {
    int (*real)(int, const char *, int, unsigned int, struct statx *) = dlsym(RTLD_NEXT, "statx");
    if (stat_fails) {
        errno = EIO;
        return -1;
    }
    return real(fd, path, flags, mask, status);
}
