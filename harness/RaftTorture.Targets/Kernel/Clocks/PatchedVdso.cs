using System.Buffers.Binary;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>A process whose vDSO has the blob in its zero tail and jumps to it where its clocks were.</summary>
/// <remarks>
/// The vDSO is where every program reads its clocks, static Go binaries included. The old bodies stay as they are beyond their first bytes, so
/// that a thread inside of one comes out of it unharmed. A patch with no lie in it tells the truth; exec and death take it away.
/// </remarks>
internal sealed class PatchedVdso : IDisposable
{
    private const int JumpBytes = 5;
    private const byte Jump = 0xe9;
    private const int Alignment = 64;
    private const int Attempts = 50;

    private readonly ProcessMemory _memory;
    private readonly long _table;

    private PatchedVdso(ProcessMemory memory, long table) => (_memory, _table) = (memory, table);

    /// <summary>What is in force.</summary>
    public ClockLie Lie => ClockLie.ReadFrom(_memory.Read(PlaceOf(Turn), ClockLie.Bytes));

    private byte Turn => _memory.Read(_table + SkewBlob.TurnOffset, 1)[0];

    /// <summary>The patch that a process has, or null if it has none.</summary>
    /// <exception cref="KernelException">The process is gone, may not be touched, or was patched by another version of this.</exception>
    public static PatchedVdso? Find(int pid)
    {
        var memory = new ProcessMemory(pid);
        try
        {
            var (address, bytes) = memory.FindVdso();
            if (TableIn(memory.Read(address, bytes)) is { } offset)
                return new PatchedVdso(memory, address + offset);
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        memory.Dispose();
        return null;
    }

    /// <summary>Patches a process, which stands still meanwhile, unless it is patched.</summary>
    /// <exception cref="KernelException">It is gone, may not be touched, or its vDSO has no room.</exception>
    public static async Task<PatchedVdso> MakeAsync(int pid, CancellationToken cancellation)
    {
        var blob = SkewBlob.OfThisMachine;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Find(pid) is { } patch)
                return patch;
            await TryPatchAsync(pid, blob, cancellation);
        }

        return Find(pid) ?? throw new KernelException($"a thread of process {pid} was found in the first bytes of a clock in each of {Attempts} attempts");
    }

    /// <summary>Puts a lie in force: the one that is not in force is overwritten, then the turn, a single byte. No reader sees half of it.</summary>
    public void Tell(ClockLie lie)
    {
        var next = (byte)(Turn + 1);
        var bytes = new byte[ClockLie.Bytes];
        lie.WriteTo(bytes);
        _memory.Write(PlaceOf(next), bytes);
        _memory.Write(_table + SkewBlob.TurnOffset, [next]);
    }

    public void Dispose() => _memory.Dispose();

    private long PlaceOf(byte turn) => _table + SkewBlob.LiesOffset + (turn & 1) * ClockLie.Bytes;

    private static async Task TryPatchAsync(int pid, SkewBlob blob, CancellationToken cancellation)
    {
        using var memory = new ProcessMemory(pid);
        using var halt = await Halt.OfAsync(pid, cancellation);
        var (address, bytes) = memory.FindVdso();
        var image = memory.Read(address, bytes);
        var jumps = blob.JumpsFor(ElfSymbols.Of(image));
        var tail = TailOf(image, blob.Code.Length);
        if (halt.IsAnyInside(jumps.Keys.Select(from => (address + from, address + from + JumpBytes))))
            return;
        memory.Write(address + tail + sizeof(ulong), blob.Code[sizeof(ulong)..]);
        foreach (var (from, to) in jumps)
            memory.Write(address + from, JumpFrom(from, tail + to));
        memory.Write(address + tail, blob.Code[..sizeof(ulong)]); // The magic is the last: what has it is whole.
    }

    private static byte[] JumpFrom(int from, int to)
    {
        var jump = new byte[JumpBytes];
        jump[0] = Jump;
        BinaryPrimitives.WriteInt32LittleEndian(jump.AsSpan(1), to - (from + JumpBytes));
        return jump;
    }

    /// <summary>Where the zeros at the end of a vDSO begin.</summary>
    private static int TailOf(byte[] image, int needed)
    {
        var used = image.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        var tail = (used + Alignment - 1) / Alignment * Alignment;
        return tail + needed <= image.Length ? tail : throw new KernelException($"the vDSO of this kernel has {image.Length - used} bytes left, and {needed} are needed");
    }

    private static int? TableIn(byte[] image)
    {
        for (var at = 0; at + SkewBlob.TableBytes <= image.Length; at += Alignment)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at)) == SkewBlob.Magic)
                return IsOurs(image.AsSpan(at)) ? at : throw new KernelException("its vDSO was patched by another version of this harness");
        }

        return null;
    }

    private static bool IsOurs(ReadOnlySpan<byte> found) =>
        found[SkewBlob.TableBytes..].StartsWith(SkewBlob.OfThisMachine.Code.AsSpan(SkewBlob.TableBytes));
}
