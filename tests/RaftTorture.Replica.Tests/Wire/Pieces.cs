using System.Buffers;

namespace RaftTorture.Replica.Tests.Wire;

/// <summary>Bytes as a socket may deliver them: in segments.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    private Pieces(ReadOnlyMemory<byte> bytes, long startsAt)
    {
        Memory = bytes;
        RunningIndex = startsAt;
    }

    /// <param name="bytes">The whole.</param>
    /// <param name="cuts">Where it is cut, ascending.</param>
    public static ReadOnlySequence<byte> Of(byte[] bytes, params int[] cuts)
    {
        Pieces? first = null, last = null;
        var start = 0;
        foreach (var end in (int[])[.. cuts, bytes.Length])
        {
            var piece = new Pieces(bytes.AsMemory(start, end - start), start);
            last?.Next = piece;
            last = piece;
            first ??= piece;
            start = end;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }
}
