using System.Diagnostics;
using RaftTorture.Targets.Kernel.Clocks.Faketime;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Processes on this very machine that are started with libfaketime, as a world starts them in namespaces.</summary>
internal static class Preloaded
{
    /// <summary>It begins with the true time; with no place it is started as it is.</summary>
    public static ProcessStartInfo With(this ProcessStartInfo start, FaketimePlace? place)
    {
        if (place is null)
            return start;
        File.WriteAllText(place.File, FaketimePlace.Truth);
        foreach (var (name, value) in place.Environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Removes what libfaketime leaves of a process that was killed: the next with its number could not start.</summary>
    public static void Forget(int pid)
    {
        File.Delete($"/dev/shm/faketime_shm_{pid}");
        File.Delete($"/dev/shm/sem.faketime_sem_{pid}");
    }
}
