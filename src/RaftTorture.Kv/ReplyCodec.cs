using System.Collections.Immutable;
using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// A session's last reply in a snapshot: kind (1 byte), then: none, nothing; done or cas-miss, an optional text; transaction, whether it
/// succeeded (1 byte) and a list of optional texts; not a number, the key; too long, an optional key.
/// </summary>
internal static class ReplyCodec
{
    private const byte None = 0;
    private const byte Done = 1;
    private const byte CasMiss = 2;
    private const byte Txn = 3;
    private const byte NotANumber = 4;
    private const byte TooLong = 5;

    public static void Write(KvResult? reply, ByteWriter writer)
    {
        switch (reply)
        {
            case null:
                writer.Byte(None);
                break;
            case KvResult.Done done:
                writer.Byte(Done);
                writer.OptionalText(done.Value);
                break;
            case KvResult.CasMiss miss:
                writer.Byte(CasMiss);
                writer.OptionalText(miss.Observed);
                break;
            case KvResult.TxnDone txn:
                writer.Byte(Txn);
                writer.Flag(txn.Succeeded);
                writer.Number(txn.Results.Length);
                foreach (var result in txn.Results)
                    writer.OptionalText(result);
                break;
            case KvResult.NotANumber notANumber:
                writer.Byte(NotANumber);
                writer.Text(notANumber.Key);
                break;
            case KvResult.TooLong tooLong:
                writer.Byte(TooLong);
                writer.OptionalText(tooLong.Key);
                break;
            default:
                throw new UnreachableException($"{reply}");
        }
    }

    public static KvResult? Read(ref ByteReader reader) => reader.Byte("reply") switch
    {
        None => null,
        Done => new KvResult.Done(reader.OptionalText("value")),
        CasMiss => new KvResult.CasMiss(reader.OptionalText("observed")),
        Txn => new KvResult.TxnDone(reader.Flag("success"), ReadResults(ref reader)),
        NotANumber => new KvResult.NotANumber(reader.Text("key")),
        TooLong => new KvResult.TooLong(reader.OptionalText("key")),
        var other => throw reader.Bad("reply", $"unknown kind {other}"),
    };

    private static ImmutableArray<string?> ReadResults(ref ByteReader reader)
    {
        var results = ImmutableArray.CreateBuilder<string?>();
        for (var left = reader.Number("count"); left > 0; left--)
            results.Add(reader.OptionalText("result"));
        return results.ToImmutable();
    }
}
