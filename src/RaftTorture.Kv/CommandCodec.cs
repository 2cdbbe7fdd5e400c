using System.Buffers;
using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// A session command as the payload of a log entry:
/// <code>kind (1 byte) · client (text) · sequence (varint) · key (text) · arguments</code>
/// where text is a varint length in bytes and UTF-8. Put: value. Append: suffix. Cas: 0, or 1 and the expected value; then the new value.
/// </summary>
/// <remarks>The form is canonical: one command has one encoding, and decoding refuses every other.</remarks>
public static class CommandCodec
{
    private const byte Get = 1;
    private const byte Put = 2;
    private const byte Delete = 3;
    private const byte Cas = 4;
    private const byte Append = 5;

    private const byte Absent = 0;
    private const byte Present = 1;

    public static byte[] Encode(SessionCommand command)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new CommandWriter(buffer);
        writer.Byte(KindOf(command.Command));
        writer.Text(command.ClientId);
        writer.Number(command.Sequence);
        writer.Text(command.Command.Key);
        WriteArguments(command.Command, writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">The bytes are not exactly one command: the message says where and why.</exception>
    public static SessionCommand Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CommandReader(bytes);
        var kind = reader.Byte("kind");
        var client = reader.Text("client");
        var sequence = reader.Number("sequence");
        var command = ReadCommand(kind, reader.Text("key"), ref reader);
        reader.ExpectEnd();
        return new SessionCommand(client, sequence, command);
    }

    private static byte KindOf(KvCommand command) => command switch
    {
        KvCommand.Get => Get,
        KvCommand.Put => Put,
        KvCommand.Delete => Delete,
        KvCommand.Cas => Cas,
        KvCommand.Append => Append,
        _ => throw new UnreachableException($"{command}"),
    };

    private static void WriteArguments(KvCommand command, CommandWriter writer)
    {
        switch (command)
        {
            case KvCommand.Get or KvCommand.Delete:
                break;
            case KvCommand.Put put:
                writer.Text(put.Value);
                break;
            case KvCommand.Append append:
                writer.Text(append.Suffix);
                break;
            case KvCommand.Cas cas:
                WriteExpected(cas.Expected, writer);
                writer.Text(cas.Value);
                break;
            default:
                throw new UnreachableException($"{command}");
        }
    }

    private static void WriteExpected(string? expected, CommandWriter writer)
    {
        writer.Byte(expected is null ? Absent : Present);
        if (expected is not null)
            writer.Text(expected);
    }

    private static KvCommand ReadCommand(byte kind, string key, ref CommandReader reader) => kind switch
    {
        Get => new KvCommand.Get(key),
        Put => new KvCommand.Put(key, reader.Text("value")),
        Delete => new KvCommand.Delete(key),
        Cas => new KvCommand.Cas(key, ReadExpected(ref reader), reader.Text("value")),
        Append => new KvCommand.Append(key, reader.Text("suffix")),
        _ => throw new FormatException($"command: unknown kind {kind}"),
    };

    private static string? ReadExpected(ref CommandReader reader) => reader.Byte("presence of expected") switch
    {
        Absent => null,
        Present => reader.Text("expected"),
        var other => throw new FormatException($"command: presence of expected is {other}, not 0 or 1"),
    };
}
