using System.Buffers.Binary;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>Starts as careless stores do them: each spoils the directory in one way, and then the real start believes it.</summary>
internal static class BrokenStarts
{
    private const int HeaderBytes = 36;
    private const int BatchHeaderBytes = 12;
    private const int RecordHeaderBytes = 8;

    /// <summary>What is damaged behind a mark of what was durable passes for a torn tail.</summary>
    public static ReplicaStorage IgnoringTheMark(MemoryDisk disk)
    {
        disk.Delete(Logs.Mark);
        return disk.Start();
    }

    /// <summary>Whatever cannot be read ends the log.</summary>
    public static ReplicaStorage CuttingAtTheFirstBadBatch(MemoryDisk disk)
    {
        while (true)
        {
            try
            {
                return disk.Start();
            }
            catch (CorruptLogException e) when (e.Offset > 0)
            {
                Cut(disk, Path.GetFileName(e.Path), (int)e.Offset);
            }
        }
    }

    /// <summary>Every checksum of the log is made right for whatever stands there.</summary>
    public static ReplicaStorage IgnoringChecksums(MemoryDisk disk)
    {
        disk.Delete(Logs.Mark);
        foreach (var name in disk.List().Where(name => name.StartsWith("log-")))
        {
            var file = disk.Read(name);
            if (file.Length < HeaderBytes)
                continue;
            MendBatches(file, segment: Convert.ToInt64(name[^16..], 16));
            disk.Replace(name, file);
        }

        return disk.Start();
    }

    private static void Cut(MemoryDisk disk, string name, int offset)
    {
        disk.Replace(name, disk.Read(name)[..offset]);
        disk.Delete(Logs.Mark);
        foreach (var later in disk.List().Where(other => other.StartsWith("log-") && string.CompareOrdinal(other, name) > 0))
            disk.Delete(later);
    }

    private static void MendBatches(Span<byte> file, long segment)
    {
        for (var offset = HeaderBytes; offset + BatchHeaderBytes <= file.Length;)
        {
            var lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(file[(offset + 4)..]);
            if (lengthBytes <= 0 || lengthBytes > file.Length - offset - BatchHeaderBytes)
                return;
            var crc = MendRecords(file.Slice(offset + BatchHeaderBytes, lengthBytes));
            foreach (var number in (ReadOnlySpan<long>)[segment, offset, lengthBytes])
                crc = Crc32C.With(crc, (ulong)number);
            BinaryPrimitives.WriteUInt32LittleEndian(file[(offset + 8)..], crc);
            offset += BatchHeaderBytes + lengthBytes;
        }
    }

    private static uint MendRecords(Span<byte> records)
    {
        var crc = 0u;
        while (records.Length >= RecordHeaderBytes && BinaryPrimitives.ReadInt32LittleEndian(records) is >= 0 and var bodyBytes && bodyBytes <= records.Length - RecordHeaderBytes)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(records[4..], Crc32C.Of(records.Slice(RecordHeaderBytes, bodyBytes)));
            crc = Crc32C.With(crc, BinaryPrimitives.ReadUInt64LittleEndian(records));
            records = records[(RecordHeaderBytes + bodyBytes)..];
        }

        return crc;
    }
}
