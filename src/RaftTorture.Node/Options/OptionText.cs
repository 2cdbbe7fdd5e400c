using System.Globalization;
using System.Net;
using RaftTorture.Raft;

namespace RaftTorture.Node.Options;

/// <summary>How the values of options are read. Each throws <see cref="FormatException"/> with a sentence for the user.</summary>
internal static class OptionText
{
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no number");

    public static long BigNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no number");

    public static int AtLeast(int least, string text) =>
        Number(text) is var number && number >= least ? number : throw new FormatException($"'{text}' is less than {least}");

    public static int Between(int least, int most, string text) =>
        AtLeast(least, text) is var number && number <= most ? number : throw new FormatException($"'{text}' is more than {most}");

    public static int Port(string text) =>
        Number(text) is var port and > 0 and < 65536 ? port : throw new FormatException($"'{text}' is no port");

    public static bool OnOff(string text) => text switch
    {
        "on" => true,
        "off" => false,
        _ => throw new FormatException($"'{text}' is neither on nor off"),
    };

    public static ReadMode ReadMode(string text) => text switch
    {
        "read-index" => Raft.ReadMode.ReadIndex,
        "lease" => Raft.ReadMode.Lease,
        _ => throw new FormatException($"'{text}' is neither read-index nor lease"),
    };

    public static (int Min, int Max) Range(string text) =>
        text.Split('-') is [var min, var max] ? (Number(min), Number(max)) : throw new FormatException($"'{text}' is no range such as 150-300");

    public static (NodeId Id, string Value) Pair(string text) =>
        text.Split('=', 2) is [var id, var value] ? (NodeId.Parse(id), value) : throw new FormatException($"'{text}' is not of the form n2=...");

    /// <summary><c>host:7000</c>, <c>[::1]:7000</c>: something that can be dialled, whether or not anybody is there.</summary>
    public static DnsEndPoint HostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && Uri.CheckHostName(text[..colon]) != UriHostNameType.Unknown
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), Port(text[(colon + 1)..]))
            : throw new FormatException($"'{text}' is not of the form HOST:PORT");
    }

    public static IPAddress Address(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is no IP address");

    public static Uri Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw new FormatException($"'{text}' is no URL such as http://host:8001");
}
