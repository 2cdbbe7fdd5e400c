namespace RaftTorture.Kv.Api;

/// <summary>The operations of the client API by name.</summary>
public static class KvOp
{
    public const string Open = "open";
    public const string Close = "close";
    public const string Get = "get";
    public const string Put = "put";
    public const string Delete = "delete";
    public const string Cas = "cas";
    public const string Append = "append";
    public const string Incr = "incr";
    public const string Txn = "txn";
}
