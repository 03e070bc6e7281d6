/* Preloaded into a load: from call FAIL_FROM on, for FAIL_FOR calls, what would write fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long calls;

static long setting(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static int fails(int descriptor) {
    struct stat about;
    if (fstat(descriptor, &about) || !S_ISREG(about.st_mode)) return 0;
    long call = atomic_fetch_add(&calls, 1) + 1, from = setting("FAIL_FROM");
    if (!from || call < from || call >= from + setting("FAIL_FOR")) return 0;
    errno = (int)setting("FAIL_WITH");
    return 1;
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *from, size_t size) {
    REAL(write);
    return fails(file) ? -1 : real(file, from, size);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t at) {
    REAL(pwrite);
    return fails(file) ? -1 : real(file, from, size, at);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t at) {
    REAL(pwrite64);
    return fails(file) ? -1 : real(file, from, size, at);
}
int fsync(int file) {
    REAL(fsync);
    return fails(file) ? -1 : real(file);
}
int ftruncate64(int file, off64_t size) {
    REAL(ftruncate64);
    return fails(file) ? -1 : real(file, size);
}
