using System.Globalization;

namespace RaftTorture.Targets.Nodes;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="State">One letter: R, S, D run or wait; T stopped; Z, X dead.</param>
/// <param name="Parent">The number of the process that has it for a child.</param>
/// <param name="StartTicks">Clock ticks from boot to its start.</param>
internal sealed record ProcStat(char State, int Parent, string StartTicks)
{
    /// <summary>Place of the start time among the fields after the name: field 22 of proc(5), and the name is the second.</summary>
    private const int StartField = 22 - 3;

    public bool IsStopped => State == 'T';

    public bool IsDead => State is 'Z' or 'X';

    /// <summary>Reads it, or null if there is no such process.</summary>
    public static ProcStat? Read(int pid) => ReadFrom($"/proc/{pid}/stat");

    /// <summary>The same of one of its threads.</summary>
    public static ProcStat? OfThread(int pid, string thread) => ReadFrom($"/proc/{pid}/task/{thread}/stat");

    private static ProcStat? ReadFrom(string path)
    {
        try
        {
            var line = File.ReadAllText(path);
            // The name stands in parentheses and may hold any character: what follows the last one is regular.
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcStat(fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), fields[StartField]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
