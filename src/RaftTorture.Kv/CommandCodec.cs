using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// A command as the payload of a log entry:
/// <code>log time in milliseconds (varint) · kind (1 byte) · arguments</code>
/// where text is a varint length in bytes and UTF-8, an optional text is 0, or 1 and the text, and a list is a varint count and its members.
/// Open: ttl in milliseconds (varint). In a session: session, sequence (varints), command. Close: session. Once: command.
/// </summary>
/// <remarks>The form is canonical: one command has one encoding, and decoding refuses every other.</remarks>
public static class CommandCodec
{
    private const byte Open = 1;
    private const byte InSession = 2;
    private const byte Close = 3;
    private const byte Once = 4;

    private const int UsualBytes = 512;

    /// <exception cref="System.Text.EncoderFallbackException">A text holds half a surrogate pair.</exception>
    public static byte[] Encode(long timeMs, LogCommand command)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        var writer = new ByteWriter(buffer);
        writer.Number(timeMs);
        Write(command, writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not exactly one command: the message says where and why.</exception>
    public static (long TimeMs, LogCommand Command) Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader("command", bytes);
        var timeMs = reader.Number("log time");
        var command = Read(ref reader);
        reader.ExpectEnd();
        return (timeMs, command);
    }

    private static void Write(LogCommand command, ByteWriter writer)
    {
        switch (command)
        {
            case LogCommand.OpenSession open:
                writer.Byte(Open);
                writer.Number(open.TtlMs);
                break;
            case LogCommand.InSession inSession:
                writer.Byte(InSession);
                writer.Number(inSession.Session);
                writer.Number(inSession.Sequence);
                KvCommandCodec.Write(inSession.Command, writer);
                break;
            case LogCommand.CloseSession close:
                writer.Byte(Close);
                writer.Number(close.Session);
                break;
            case LogCommand.Once once:
                writer.Byte(Once);
                KvCommandCodec.Write(once.Command, writer);
                break;
            default:
                throw new UnreachableException($"{command}");
        }
    }

    private static LogCommand Read(ref ByteReader reader) => reader.Byte("kind") switch
    {
        Open => new LogCommand.OpenSession(reader.Number("ttl")),
        InSession => new LogCommand.InSession(reader.Number("session"), reader.Number("sequence"), KvCommandCodec.Read(ref reader)),
        Close => new LogCommand.CloseSession(reader.Number("session")),
        Once => new LogCommand.Once(KvCommandCodec.Read(ref reader)),
        var other => throw reader.Bad("kind", $"unknown kind {other}"),
    };
}
