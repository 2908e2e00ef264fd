/* How does a file come to be complete or not there? Bytes go to a temporary file beside the target,
 * and the last step gives it the target's name. What is no regular file (a pipe, /dev/full,
 * standard output) cannot be replaced: its bytes are held in memory until commit.
 *
 * For realpath, which the C library declares only with the X/Open extensions of POSIX: */
#define _XOPEN_SOURCE 700

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

enum {
    BLOCK_SIZE = 64 * 1024,
    LINKS_MAX = 40,        /* as the kernel: then it is a loop */
    NAMES_MAX = 100 * 1000 /* temporary names tried in one folder */
};

struct file_out {
    struct arena *arena;   /* holds this and the paths */
    const char *target;    /* NULL for standard output */
    const char *temporary; /* NULL when written directly */
    int fd;                /* of the temporary file */
    int error;             /* the first */
    bool replaces;         /* a file of mode MODE exists */
    mode_t mode;
    struct buf pending;
    pid_t owner;
    _Atomic(struct file_out *) next;
};

/* The outputs with a temporary file, newest first: the one state of this module, because a signal
 * handler has no other way to find them. Every change is a single store, so that a handler always
 * sees a whole list. */
static _Atomic(struct file_out *) unfinished;

static bool is_dash(const char *path) {
    return strcmp(path, "-") == 0;
}

/* Paths. */

/* Length of PATH without the slashes that end it; a lone "/" stays. */
static size_t without_slashes(const char *path, size_t size) {
    while (size > 1 && path[size - 1] == '/') {
        size--;
    }
    return size;
}

const char *path_folder(struct arena *arena, const char *path) {
    size_t size = without_slashes(path, strlen(path));
    while (size > 0 && path[size - 1] != '/') {
        size--;
    }
    return size == 0 ? "." : arena_slice(arena, path, without_slashes(path, size));
}

/* "." is kept: "./-" is a file, "-" would be standard input. */
const char *path_join(struct arena *arena, const char *folder, const char *name) {
    if (name[0] == '/') {
        return arena_text(arena, name);
    }
    if (text_empty(folder)) {
        folder = ".";
    }
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    return arena_format(arena, "%s%s%s", folder, slash, name);
}

bool path_inside(const char *folder, const char *path) {
    char *outer = realpath(folder, NULL);
    char *inner = outer != NULL ? realpath(path, NULL) : NULL;
    bool inside = false;
    if (inner != NULL && text_starts(inner, outer)) {
        size_t size = strlen(outer);
        inside = outer[size - 1] == '/' || inner[size] == '/' || inner[size] == '\0';
    }
    free(outer);
    free(inner);
    return inside;
}

/* Reading. */

static int read_all(int fd, size_t limit, struct buf *content) {
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return errno;
    }
    if (S_ISDIR(info.st_mode)) {
        return EISDIR;
    }
    if (S_ISREG(info.st_mode) && info.st_size > 0 && (uintmax_t)info.st_size > limit) {
        return EFBIG;
    }
    char bytes[BLOCK_SIZE];
    for (;;) {
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got > 0) {
            buf_bytes(content, bytes, (size_t)got);
            if (content->size > limit) {
                return EFBIG;
            }
        } else if (got == 0) {
            return 0;
        } else if (errno != EINTR) {
            return errno;
        }
    }
}

int file_read(struct arena *arena, const char *path, size_t limit, struct file_text *out) {
    *out = (struct file_text){"", 0};
    bool standard = is_dash(path);
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return errno;
    }
    struct buf content = BUF_INIT;
    int error = read_all(fd, limit, &content);
    if (error == 0) {
        *out = (struct file_text){arena_slice(arena, content.data, content.size), content.size};
    }
    buf_free(&content);
    if (!standard) {
        close(fd);
    }
    return error;
}

/* Writing. */

static int write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (written == 0) {
            return EIO; /* neither progress nor a reason */
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* Pipes, terminals and some file systems cannot be synced and say so with these numbers. */
static int sync_file(int fd) {
    if (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS ||
        errno == EROFS) {
        return 0;
    }
    return errno;
}

/* An interrupted close has closed all the same, after a sync that succeeded. */
static int close_file(int fd) {
    return close(fd) == 0 || errno == EINTR ? 0 : errno;
}

/* Keeps the first of several errors. */
static void note_error(struct file_out *out, int error) {
    if (out->error == 0) {
        out->error = error;
    }
}

/* PATH with its last part followed through links, so that the link stays and the file it points to
 * is replaced; that file need not exist. */
static int follow_links(struct arena *arena, const char *path, const char **out) {
    char link[BLOCK_SIZE];
    for (int i = 0; i < LINKS_MAX; i++) {
        ssize_t size = readlink(path, link, sizeof link);
        if (size < 0) {
            *out = path;
            return 0;
        }
        if ((size_t)size == sizeof link) {
            return ENAMETOOLONG;
        }
        const char *name = arena_slice(arena, link, (size_t)size);
        path = path_join(arena, path_folder(arena, path), name);
    }
    return ELOOP;
}

/* Creates the temporary file. Its name is short, so that it fits wherever the target's fits, and
 * found by counting: O_EXCL makes it ours, chance is not needed. No signal may come between the
 * file and its entry in the list. */
static int create_temporary(struct file_out *out) {
    const char *prefix = path_join(out->arena, path_folder(out->arena, out->target), ".piao");
    size_t room = strlen(prefix) + 64;
    char *path = arena_alloc(out->arena, room);
    mode_t mode = out->replaces ? out->mode : 0666;
    sigset_t all, before;
    sigfillset(&all);
    for (int i = 0; i < NAMES_MAX; i++) {
        snprintf(path, room, "%s-%ld-%d.tmp", prefix, (long)out->owner, i);
        sigprocmask(SIG_BLOCK, &all, &before);
        out->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        int error = out->fd < 0 ? errno : 0;
        if (error == 0) {
            out->temporary = path;
            out->next = unfinished;
            unfinished = out;
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
        if (error != EEXIST && error != EINTR) {
            return error;
        }
    }
    return EEXIST;
}

/* Decides how PATH will be written, and begins. */
static int begin(struct file_out *out, const char *path) {
    struct stat info;
    size_t size = strlen(path);
    if (stat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            return EISDIR;
        }
        if (!S_ISREG(info.st_mode)) {
            out->target = arena_text(out->arena, path);
            return 0;
        }
        out->replaces = true;
        out->mode = info.st_mode & 0777;
    } else if (errno != ENOENT) {
        return errno;
    } else if (size > 0 && path[size - 1] == '/') {
        return EISDIR;
    }
    if (size == 0) {
        return ENOENT;
    }
    int error = follow_links(out->arena, arena_text(out->arena, path), &out->target);
    return error != 0 ? error : create_temporary(out);
}

static void release(struct file_out *out) {
    buf_free(&out->pending);
    arena_free(out->arena);
}

int file_create(const char *path, struct file_out **out) {
    struct arena *arena = arena_new();
    struct file_out *begun = arena_alloc(arena, sizeof *begun);
    begun->arena = arena;
    begun->fd = -1;
    begun->owner = getpid();
    int error = is_dash(path) ? 0 : begin(begun, path);
    if (error != 0) {
        release(begun);
        begun = NULL;
    }
    *out = begun;
    return error;
}

static void flush(struct file_out *out) {
    if (out->error == 0) {
        note_error(out, write_all(out->fd, out->pending.data, out->pending.size));
    }
    buf_clear(&out->pending);
}

void file_write(struct file_out *out, const void *bytes, size_t size) {
    if (out->error != 0) {
        return;
    }
    buf_bytes(&out->pending, bytes, size);
    if (out->temporary != NULL && out->pending.size >= BLOCK_SIZE) {
        flush(out);
    }
}

/* Takes OUT off the list; its temporary file has gone or got its name. */
static void finished(const struct file_out *out) {
    _Atomic(struct file_out *) *at = &unfinished;
    while (*at != NULL && *at != out) {
        struct file_out *other = *at;
        at = &other->next;
    }
    if (*at == out) {
        *at = out->next;
    }
}

/* Best effort: where it fails, the file is complete all the same, only its name might not outlive a
 * power failure. */
static void sync_folder(struct file_out *out) {
    int fd = open(path_folder(out->arena, out->target), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

static void commit_temporary(struct file_out *out) {
    flush(out);
    if (out->replaces) {
        /* It fails where files have no modes; the file was created with no more than this one. */
        (void)fchmod(out->fd, out->mode);
    }
    if (out->error == 0) {
        note_error(out, sync_file(out->fd));
    }
    note_error(out, close_file(out->fd));
    if (out->error == 0 && rename(out->temporary, out->target) != 0) {
        note_error(out, errno);
    }
    if (out->error == 0) {
        sync_folder(out);
    } else {
        unlink(out->temporary);
    }
    finished(out);
}

/* Standard output is duplicated, so that closing the copy tells of late errors and the program
 * keeps its own. */
static void commit_direct(struct file_out *out) {
    if (out->target == NULL && fflush(stdout) != 0) {
        note_error(out, errno);
    }
    out->fd = out->target == NULL ? dup(STDOUT_FILENO)
                                  : open(out->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (out->fd < 0) {
        note_error(out, errno);
        return;
    }
    flush(out);
    if (out->error == 0) {
        note_error(out, sync_file(out->fd));
    }
    note_error(out, close_file(out->fd));
}

int file_commit(struct file_out *out) {
    if (out->temporary != NULL) {
        commit_temporary(out);
    } else {
        commit_direct(out);
    }
    int error = out->error;
    release(out);
    return error;
}

void file_discard(struct file_out *out) {
    if (out == NULL) {
        return;
    }
    if (out->temporary != NULL) {
        close(out->fd);
        unlink(out->temporary);
        finished(out);
    }
    release(out);
}

/* A child process inherits the list but not the files. */
void file_discard_all(void) {
    int before = errno;
    pid_t self = getpid();
    for (struct file_out *out = unfinished; out != NULL; out = out->next) {
        if (out->owner == self) {
            unlink(out->temporary);
        }
    }
    errno = before;
}
