/*
 * pty-port LINK [RATE]: a pseudo-terminal for a program that plays a modem.
 * Makes a pty, links LINK to its slave (raw, mode 0666), and copies: slave -> stdout, stdin -> slave.
 * RATE: the slave's data is taken at so many octets a second at most, as a serial line would (0: no limit).
 * stderr tells "opened" and "closed" when a program opens the slave first and when the last one closes it (DTR).
 * Ends at the end of stdin, or on TERM; removes the link.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static const char *link_path;

static void leave(int sig) {
  (void)sig;
  unlink(link_path);
  _exit(0);
}

static int write_all(int fd, const char *data, size_t length) {
  while (length > 0) {
    ssize_t done = write(fd, data, length);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0 && errno == EAGAIN) {
      struct pollfd out = {fd, POLLOUT, 0};
      poll(&out, 1, 1000);
      if (out.revents & POLLHUP) return -1;
      continue;
    }
    if (done < 0) return -1;
    data += done;
    length -= (size_t)done;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) {
    fprintf(stderr, "usage: pty-port LINK [RATE]\n");
    return 2;
  }
  long rate = argc == 3 ? atol(argv[2]) : 0;
  link_path = argv[1];
  signal(SIGTERM, leave);
  signal(SIGINT, leave);
  signal(SIGPIPE, SIG_IGN);
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master)) {
    perror("pty-port");
    return 1;
  }
  const char *slave_path = ptsname(master);
  int slave = open(slave_path, O_RDWR | O_NOCTTY);
  struct termios settings;
  if (slave < 0 || tcgetattr(slave, &settings)) {
    perror("pty-port");
    return 1;
  }
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  chmod(slave_path, 0666);
  unlink(link_path);
  if (symlink(slave_path, link_path)) {
    perror("pty-port");
    return 1;
  }
  close(slave);
  fprintf(stderr, "ready\n");
  fcntl(master, F_SETFL, O_NONBLOCK);
  int open_now = 0;
  char buffer[4096];
  for (;;) {
    struct pollfd ends[2] = {{master, POLLIN, 0}, {0, POLLIN, 0}};
    poll(ends, 2, 50);
    int hung = (ends[0].revents & POLLHUP) != 0;
    if (open_now == hung) {
      open_now = !hung;
      fprintf(stderr, open_now ? "opened\n" : "closed\n");
    }
    if (ends[0].revents & POLLIN) {
      /* Ten milliseconds of the line at a time. */
      size_t most = rate > 0 && rate / 100 < (long)sizeof buffer ? (size_t)(rate / 100 + 1) : sizeof buffer;
      ssize_t got = read(master, buffer, most);
      if (got > 0) write_all(1, buffer, (size_t)got);
      if (rate > 0 && got == (ssize_t)most) usleep(10000);
    } else if (hung) {
      usleep(20000);
    }
    if (ends[1].revents & (POLLIN | POLLHUP)) {
      ssize_t got = read(0, buffer, sizeof buffer);
      if (got == 0) leave(0);
      /* What is said to a closed terminal is lost: no stale RING for the next program. */
      if (got > 0 && open_now) write_all(master, buffer, (size_t)got);
    }
  }
}
