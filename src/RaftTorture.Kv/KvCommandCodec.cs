using System.Collections.Immutable;
using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// The part of a log entry that the machine executes:
/// <code>operation (1 byte) · key (text) · arguments</code>
/// Put: value. Append: suffix. Incr: delta (8 bytes). Cas: expected (optional text), value. A transaction has no key, but three lists:
/// compares (relation, key, optional target), operations on success, operations on failure.
/// </summary>
internal static class KvCommandCodec
{
    private const byte Get = 1;
    private const byte Put = 2;
    private const byte Delete = 3;
    private const byte Cas = 4;
    private const byte Append = 5;
    private const byte Incr = 6;
    private const byte Txn = 7;

    private delegate T ReadMember<out T>(ref ByteReader reader);

    public static void Write(KvCommand command, ByteWriter writer)
    {
        switch (command)
        {
            case KvCommand.Simple simple:
                WriteSimple(simple, writer);
                break;
            case KvCommand.Cas cas:
                writer.Byte(Cas);
                writer.Text(cas.Key);
                writer.OptionalText(cas.Expected);
                writer.Text(cas.Value);
                break;
            case KvCommand.Txn txn:
                writer.Byte(Txn);
                WriteList(txn.Compares, writer, WriteCompare);
                WriteList(txn.OnSuccess, writer, WriteSimple);
                WriteList(txn.OnFailure, writer, WriteSimple);
                break;
            default:
                throw new UnreachableException($"{command}");
        }
    }

    public static KvCommand Read(ref ByteReader reader) => reader.Byte("operation") switch
    {
        Cas => new KvCommand.Cas(reader.Text("key"), reader.OptionalText("expected"), reader.Text("value")),
        Txn => new KvCommand.Txn(ReadList(ref reader, ReadCompare), ReadList(ref reader, ReadSimple), ReadList(ref reader, ReadSimple)),
        var operation => ReadSimple(operation, ref reader),
    };

    private static void WriteSimple(KvCommand.Simple command, ByteWriter writer)
    {
        writer.Byte(OperationOf(command));
        writer.Text(command.Key);
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
            case KvCommand.Incr incr:
                writer.Fixed64(incr.Delta);
                break;
            default:
                throw new UnreachableException($"{command}");
        }
    }

    private static byte OperationOf(KvCommand.Simple command) => command switch
    {
        KvCommand.Get => Get,
        KvCommand.Put => Put,
        KvCommand.Delete => Delete,
        KvCommand.Append => Append,
        KvCommand.Incr => Incr,
        _ => throw new UnreachableException($"{command}"),
    };

    private static KvCommand.Simple ReadSimple(ref ByteReader reader) => ReadSimple(reader.Byte("operation"), ref reader);

    private static KvCommand.Simple ReadSimple(byte operation, ref ByteReader reader) => operation switch
    {
        Get => new KvCommand.Get(reader.Text("key")),
        Put => new KvCommand.Put(reader.Text("key"), reader.Text("value")),
        Delete => new KvCommand.Delete(reader.Text("key")),
        Append => new KvCommand.Append(reader.Text("key"), reader.Text("suffix")),
        Incr => new KvCommand.Incr(reader.Text("key"), reader.Fixed64("delta")),
        _ => throw reader.Bad("operation", $"unknown operation {operation}"),
    };

    private static void WriteCompare(KvCompare compare, ByteWriter writer)
    {
        writer.Byte((byte)compare.Relation);
        writer.Text(compare.Key);
        writer.OptionalText(compare.Target);
    }

    private static KvCompare ReadCompare(ref ByteReader reader)
    {
        var relation = (KvRelation)reader.Byte("relation");
        if (relation is < KvRelation.Equal or > KvRelation.Greater)
            throw reader.Bad("relation", $"unknown relation {(byte)relation}");
        return new KvCompare(reader.Text("key"), relation, reader.OptionalText("target"));
    }

    private static void WriteList<T>(ImmutableArray<T> members, ByteWriter writer, Action<T, ByteWriter> write)
    {
        writer.Number(members.Length);
        foreach (var member in members)
            write(member, writer);
    }

    // The builder is not made for the announced count: nobody vouches for it before the members have been read.
    private static ImmutableArray<T> ReadList<T>(ref ByteReader reader, ReadMember<T> read)
    {
        var members = ImmutableArray.CreateBuilder<T>();
        for (var left = reader.Number("count"); left > 0; left--)
            members.Add(read(ref reader));
        return members.ToImmutable();
    }
}
