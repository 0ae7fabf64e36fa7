/*
 * The bench's own program, in one file without dependencies.
 *   meter floor HOST PORT AUTHORITY COUNT JOBS  the least that an audit can cost: COUNT connections, JOBS at a
 *                                     time, one GET with close on each, read to the end
 *   meter run COMMAND [ARGUMENTS...]  runs COMMAND and prints what it cost on standard error
 *   meter busy                        keeps one processor busy until it is ended
 * What something cost is one line: wall microseconds, CPU microseconds, peak memory in KiB, status.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOBS_MAX 64

static long long now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void die(const char *what)
{
    perror(what);
    exit(2);
}

struct floor {
    struct sockaddr_in address;
    char request[512];
    size_t request_len;
    int poll;
    int unanswered;
};

/* Opens one more connection; it is written to as soon as it can be. */
static void open_one(struct floor *floor)
{
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct epoll_event event = {.events = EPOLLOUT, .data.fd = fd};
    if (fd < 0)
        die("socket");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (connect(fd, (struct sockaddr *)&floor->address, sizeof(floor->address)) != 0 &&
        errno != EINPROGRESS)
        die("connect");
    epoll_ctl(floor->poll, EPOLL_CTL_ADD, fd, &event);
}

static void ask(struct floor *floor, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (send(fd, floor->request, floor->request_len, MSG_NOSIGNAL) != (ssize_t)floor->request_len)
        die("send");
    epoll_ctl(floor->poll, EPOLL_CTL_MOD, fd, &event);
}

/* True if the connection has ended. */
static int read_some(struct floor *floor, int fd)
{
    char bytes[65536];
    ssize_t got = recv(fd, bytes, sizeof(bytes), 0);
    if (got > 0 || (got < 0 && errno == EAGAIN))
        return 0;
    floor->unanswered += got < 0;
    close(fd);
    return 1;
}

static int play_floor(char **arguments)
{
    struct floor floor = {.poll = epoll_create1(0)};
    struct epoll_event events[JOBS_MAX];
    int count = atoi(arguments[3]);
    int jobs = atoi(arguments[4]) < JOBS_MAX ? atoi(arguments[4]) : JOBS_MAX;
    int opened = 0;
    int done = 0;
    floor.address.sin_family = AF_INET;
    floor.address.sin_port = htons((unsigned short)atoi(arguments[1]));
    inet_pton(AF_INET, arguments[0], &floor.address.sin_addr);
    floor.request_len = (size_t)snprintf(floor.request, sizeof(floor.request),
                                         "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                                         arguments[2]);
    while (done < count) {
        for (; opened < count && opened - done < jobs; opened++)
            open_one(&floor);
        int ready = epoll_wait(floor.poll, events, JOBS_MAX, 10000);
        if (ready <= 0)
            die("epoll_wait");
        for (int i = 0; i < ready; i++) {
            if (events[i].events & EPOLLOUT)
                ask(&floor, events[i].data.fd);
            else
                done += read_some(&floor, events[i].data.fd);
        }
    }
    return floor.unanswered > 0;
}

static int run(char **command)
{
    struct rusage usage;
    int status = 0;
    long long start_us = now_us();
    pid_t child = fork();
    if (child < 0)
        die("fork");
    if (child == 0) {
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR)
            die("wait4");
    long long cpu_us = (long long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(stderr, "meter %lld %lld %ld %d\n", now_us() - start_us, cpu_us, usage.ru_maxrss, code);
    return code;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "floor") == 0 && argc == 7)
        return play_floor(argv + 2);
    if (strcmp(what, "run") == 0 && argc > 2)
        return run(argv + 2);
    while (strcmp(what, "busy") == 0)
        continue;
    fprintf(stderr, "usage: see the head of meter.c\n");
    return 2;
}
