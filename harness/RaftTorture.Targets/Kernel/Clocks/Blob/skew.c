/*
 * What a process with a wrong clock runs in place of the vDSO's own clock functions: it asks the kernel, and then lies as it is told.
 *
 * Position independent, without a library, a stack protector or relocations: it is copied as bytes into the zero tail of the vDSO. The table
 * comes first, so that whoever finds its magic can read and change what is in force. Built by build.sh; ClockTable.cs writes the table.
 */
typedef long i64;
typedef unsigned long u64;
typedef unsigned char u8;

struct lie {
    i64 base_ns;          /* on CLOCK_MONOTONIC: rates and the strobe count from here */
    i64 wall_offset_ns;   /* at the base */
    i64 wall_ppm;
    i64 monotonic_offset_ns;
    i64 monotonic_ppm;
    i64 strobe_delta_ns;  /* the wall clock is this much further on in every other period, the first one included */
    i64 strobe_period_ns; /* 0 for none */
};

/*
 * Two lies, of which the turn says which is in force. The writer changes the other one and then the turn, one byte, so that it may die at
 * any instant and leave a whole lie; a reader whose turn has changed meanwhile reads again.
 */
struct table {
    u64 magic;
    volatile u8 turn;
    u8 unused[7];
    struct lie lies[2];
};

__asm__(".section .text.table, \"ax\", @progbits\n.globl table\n.hidden table\ntable: .quad 0x4e4f4c49454b434c\n.zero 120\n.text");
extern __attribute__((visibility("hidden"))) struct table table;

_Static_assert(sizeof(struct table) == 128, "as the assembler was told");

enum { SYS_GETTIMEOFDAY = 96, SYS_CLOCK_GETTIME = 228 };
enum { REALTIME, MONOTONIC, MONOTONIC_RAW = 4, REALTIME_COARSE, MONOTONIC_COARSE, BOOTTIME, REALTIME_ALARM, BOOTTIME_ALARM, TAI = 11 };
enum { HONEST, WALL, STEADY };

#define SECOND_NS 1000000000L
#define BARRIER() __asm__ volatile("" ::: "memory")

static inline long ask(long number, long first, long second)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(first), "S"(second) : "rcx", "r11", "memory");
    return result;
}

static inline int family_of(int clock)
{
    u64 bit = (unsigned)clock < 12 ? 1UL << clock : 0; /* no switch: a table of jumps would need relocations */
    if (bit & (1UL << REALTIME | 1UL << REALTIME_COARSE | 1UL << REALTIME_ALARM | 1UL << TAI))
        return WALL;
    if (bit & (1UL << MONOTONIC | 1UL << MONOTONIC_RAW | 1UL << MONOTONIC_COARSE | 1UL << BOOTTIME | 1UL << BOOTTIME_ALARM))
        return STEADY;
    return HONEST;
}

/* Whole millions first, so that days at any rate do not overflow. */
static inline i64 gained(i64 elapsed_ns, i64 ppm)
{
    return elapsed_ns / 1000000 * ppm + elapsed_ns % 1000000 * ppm / 1000000;
}

static inline i64 error_ns(const struct lie *lie, int family)
{
    i64 ppm = family == WALL ? lie->wall_ppm : lie->monotonic_ppm;
    i64 error = family == WALL ? lie->wall_offset_ns : lie->monotonic_offset_ns;
    int strobes = family == WALL && lie->strobe_period_ns > 0;
    i64 now[2];
    if (!ppm && !strobes)
        return error;
    if (ask(SYS_CLOCK_GETTIME, MONOTONIC, (long)now))
        return error;
    i64 elapsed_ns = now[0] * SECOND_NS + now[1] - lie->base_ns;
    error += gained(elapsed_ns, ppm);
    if (strobes && !(elapsed_ns / lie->strobe_period_ns & 1))
        error += lie->strobe_delta_ns;
    return error;
}

/* Reads a clock; the time goes to ns. */
static inline long tell(int clock, i64 *ns)
{
    i64 time[2];
    for (;;) {
        u8 turn = table.turn;
        BARRIER();
        long failure = ask(SYS_CLOCK_GETTIME, clock, (long)time);
        if (failure)
            return failure;
        int family = family_of(clock);
        *ns = time[0] * SECOND_NS + time[1] + (family == HONEST ? 0 : error_ns(&table.lies[turn & 1], family));
        BARRIER();
        if (turn == table.turn)
            return 0;
    }
}

static inline i64 seconds(i64 ns)
{
    return ns / SECOND_NS - (ns % SECOND_NS < 0);
}

__attribute__((section(".text.clock_gettime"))) long skewed_clock_gettime(int clock, i64 *timespec)
{
    i64 ns;
    long failure = tell(clock, &ns);
    if (failure)
        return failure;
    timespec[0] = seconds(ns);
    timespec[1] = ns - timespec[0] * SECOND_NS;
    return 0;
}

__attribute__((section(".text.gettimeofday"))) long skewed_gettimeofday(i64 *timeval, void *zone)
{
    i64 ns;
    long failure = zone ? ask(SYS_GETTIMEOFDAY, 0, (long)zone) : 0;
    if (failure || !timeval)
        return failure;
    failure = tell(REALTIME, &ns);
    if (failure)
        return failure;
    timeval[0] = seconds(ns);
    timeval[1] = (ns - timeval[0] * SECOND_NS) / 1000;
    return 0;
}

__attribute__((section(".text.time"))) long skewed_time(i64 *to)
{
    i64 ns;
    long failure = tell(REALTIME, &ns);
    if (failure)
        return failure;
    if (to)
        *to = seconds(ns);
    return seconds(ns);
}
