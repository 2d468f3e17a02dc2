/* The bare work beside which `fax bench queue` is measured: the same rows, read and written durably through libsqlite3
 * with no server around it, and a document put into a spool as HylaFAX does it: written, synced, renamed. One command a
 * line on standard input, one answer a line. Times in nanoseconds of the clock on the wall. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *database;

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void fail(const char *what) {
    printf("error %s: %s\n", what, database ? sqlite3_errmsg(database) : strerror(errno));
    exit(1);
}

static void execute(const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql);
}

static void open_database(const char *path) {
    sqlite3_close(database);
    if (sqlite3_open(path, &database) != SQLITE_OK) fail(path);
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA foreign_keys = ON");
}

/* Reads every column of every row; the answer is how many rows there are. */
static long rows(const char *sql) {
    sqlite3_stmt *statement;
    long count = 0;
    volatile size_t octets = 0;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) fail(sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        count++;
        for (int n = 0; n < sqlite3_column_count(statement); n++) {
            const unsigned char *text = sqlite3_column_text(statement, n);
            octets += text ? strlen((const char *)text) : 0;
        }
    }
    if (sqlite3_finalize(statement) != SQLITE_OK) fail(sql);
    return count;
}

static void sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY);
    if (fd < 0 || fsync(fd) != 0) fail(folder);
    close(fd);
}

/* Puts a copy of a file into a folder: whole and on the disk, name included, when this returns. */
static void spool(const char *from, const char *folder, const char *name) {
    char part[4096], path[4096], octets[65536];
    ssize_t length;
    snprintf(part, sizeof part, "%s/%s.part", folder, name);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int in = open(from, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (in < 0 || out < 0) fail(from);
    while ((length = read(in, octets, sizeof octets)) > 0)
        if (write(out, octets, (size_t)length) != length) fail(part);
    if (length < 0 || fsync(out) != 0) fail(part);
    close(in);
    close(out);
    if (rename(part, path) != 0) fail(path);
    sync_folder(folder);
}

int main(void) {
    char *line = NULL;
    size_t size = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (getline(&line, &size, stdin) > 0) {
        line[strcspn(line, "\n")] = 0;
        char *rest = strchr(line, ' ');
        if (rest) *rest++ = 0;
        else rest = line + strlen(line);
        long long start = now();
        long count = 0;
        if (strcmp(line, "version") == 0) {
            printf("libsqlite3 %s\n", sqlite3_libversion());
            continue;
        }
        if (strcmp(line, "open") == 0) open_database(rest);
        else if (strcmp(line, "rows") == 0) count = rows(rest);
        else if (strcmp(line, "write") == 0) {
            execute("BEGIN IMMEDIATE");
            execute(rest);
            execute("COMMIT");
        } else if (strcmp(line, "spool") == 0) {
            char *from = strtok(rest, "\t"), *folder = strtok(NULL, "\t"), *name = strtok(NULL, "\t");
            spool(from, folder, name);
        } else {
            printf("error unknown command %s\n", line);
            return 1;
        }
        printf("%lld %ld\n", now() - start, count);
    }
    sqlite3_close(database);
    return 0;
}
