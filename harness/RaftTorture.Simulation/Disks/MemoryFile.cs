using System.Runtime.InteropServices;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Simulation.Disks;

/// <summary>A file of <see cref="MemoryDisk"/>, and what of it would survive a power cut.</summary>
internal sealed class MemoryFile(MemoryPower power, params byte[] content)
{
    private readonly List<byte> _written = [.. content];
    private readonly List<byte> _durable = [.. content];

    /// <summary>Since the last flush, in order; a truncation has no bytes.</summary>
    private readonly List<(int Offset, byte[]? Bytes)> _pending = [];

    // Below this offset written and durable agree, so that a flush costs what is new and not the whole file.
    private int _dirtyFrom = content.Length;
    private int _handlesGiven;
    private int? _liveHandle;

    private MemoryPower Power => power;

    public bool IsOpen => _liveHandle is not null;

    public bool IsDurable => _pending.Count == 0;

    public IDiskFile Open()
    {
        if (IsOpen)
            throw new IOException("the file is open already");
        _liveHandle = ++_handlesGiven;
        return new Handle(this, _handlesGiven);
    }

    public void Close() => _liveHandle = null;

    public byte[] Read() => [.. _written];

    public void PowerCut(int tornBytes)
    {
        var appended = _dirtyFrom == _durable.Count ? _written[_dirtyFrom..] : [];
        _durable.AddRange(appended.Take(tornBytes));
        BecomeDurable();
    }

    /// <summary>Each truncation, and each sector of each write, is kept or lost; what lies before a kept sector and was lost reads as zeros.</summary>
    public void PowerCut(Dice dice)
    {
        var sectorBytes = 1 << (int)dice.Between(3, 9); // Below 512 no real disk tears; whoever bears that bears more.
        foreach (var (offset, bytes) in _pending)
        {
            if (bytes is not null)
                KeepSectors(offset, bytes, sectorBytes, dice);
            else if (dice.Between(0, 1) == 0 && offset < _durable.Count)
                _durable.RemoveRange(offset, _durable.Count - offset);
        }

        BecomeDurable();
    }

    private void KeepSectors(int offset, byte[] bytes, int sectorBytes, Dice dice)
    {
        for (var from = 0; from < bytes.Length;)
        {
            var to = Math.Min(bytes.Length, ((offset + from) / sectorBytes + 1) * sectorBytes - offset);
            if (dice.Between(0, 1) == 0)
                Put(_durable, offset + from, bytes.AsSpan(from..to));
            from = to;
        }
    }

    private static void Put(List<byte> file, int offset, ReadOnlySpan<byte> bytes)
    {
        while (file.Count < offset)
            file.Add(0);
        var overwritten = Math.Min(bytes.Length, file.Count - offset);
        bytes[..overwritten].CopyTo(CollectionsMarshal.AsSpan(file)[offset..]);
        file.AddRange(bytes[overwritten..]);
    }

    private void BecomeDurable()
    {
        _written.Clear();
        _written.AddRange(_durable);
        _dirtyFrom = _durable.Count;
        _pending.Clear();
        Close();
    }

    private void Write(int offset, byte[] bytes)
    {
        _dirtyFrom = Math.Min(_dirtyFrom, offset);
        _pending.Add((offset, bytes));
        Put(_written, offset, bytes);
    }

    private void Truncate(int lengthBytes)
    {
        _dirtyFrom = Math.Min(_dirtyFrom, lengthBytes);
        _pending.Add((lengthBytes, null));
        if (lengthBytes < _written.Count)
            _written.RemoveRange(lengthBytes, _written.Count - lengthBytes);
    }

    private void Flush()
    {
        _durable.RemoveRange(_dirtyFrom, _durable.Count - _dirtyFrom);
        _durable.AddRange(CollectionsMarshal.AsSpan(_written)[_dirtyFrom..]);
        _dirtyFrom = _durable.Count;
        _pending.Clear();
    }

    private sealed class Handle(MemoryFile file, int number) : IDiskFile
    {
        public long LengthBytes => Live._written.Count;

        private MemoryFile Live => file._liveHandle == number ? file : throw new IOException("the file is closed, or its power was cut");

        private MemoryPower Power => Live.Power;

        public int Read(long offset, Span<byte> destination)
        {
            var content = CollectionsMarshal.AsSpan(Live._written);
            var available = content[(int)Math.Min(offset, content.Length)..];
            var readBytes = Math.Min(available.Length, destination.Length);
            available[..readBytes].CopyTo(destination);
            return readBytes;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            byte[] copy = [.. bytes];
            Power.Write(() => file.Write((int)offset, copy));
        }

        public void Truncate(long lengthBytes) => Power.Write(() => file.Truncate((int)lengthBytes));

        public void Flush() => Power.Flush(file.Flush);

        public void Dispose()
        {
            if (file._liveHandle == number)
                file.Close();
        }
    }
}
