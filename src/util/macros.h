/* Attributes behind macros, the only compiler extensions of the house. */
#ifndef UTIL_MACROS_H
#define UTIL_MACROS_H

#if defined(__GNUC__)
#define PRINTF_LIKE(string, first) __attribute__((format(printf, string, first)))
#define NORETURN __attribute__((noreturn))
#else
#define PRINTF_LIKE(string, first)
#define NORETURN
#endif

#endif
