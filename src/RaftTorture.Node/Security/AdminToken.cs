using System.Security.Cryptography;
using System.Text;

namespace RaftTorture.Node.Security;

/// <summary>What an operator must present: <c>Authorization: Bearer TOKEN</c>.</summary>
internal sealed class AdminToken
{
    private const string Scheme = "Bearer ";

    /// <summary>A hash, so that comparing takes the same time whatever is presented, its length included.</summary>
    private readonly byte[] _hash;

    private AdminToken(string token) => _hash = HashOf(token);

    /// <summary>Reads the token: the file's text without the white space around it.</summary>
    /// <exception cref="IOException">The file cannot be read or holds nothing.</exception>
    public static AdminToken Read(string file) => Of(File.ReadAllText(file), file);

    /// <summary>Takes the token out of an environment variable.</summary>
    /// <exception cref="IOException">There is no such variable, or it holds nothing.</exception>
    public static AdminToken ReadVariable(string name) => Of(Environment.GetEnvironmentVariable(name) ?? "", $"the variable {name}");

    /// <summary>Whether others than its owner can read the file.</summary>
    public static bool IsOpenToOthers(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(HashOf(authorization[Scheme.Length..]), _hash);

    private static AdminToken Of(string text, string source) =>
        text.Trim() is { Length: > 0 } token ? new AdminToken(token) : throw new IOException($"{source} holds no token");

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
