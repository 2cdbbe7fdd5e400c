namespace RaftTorture.Cli.Tests.EndToEnd;

/// <summary>What a process may do when it is started, as programs that take it away and become the command.</summary>
internal static class Privileges
{
    /// <summary>As the tests have it.</summary>
    public const string Own = "own";

    /// <summary>None that would make namespaces: as any user, it needs a user namespace.</summary>
    /// <remarks>The files stay readable wherever they lie, which they might not for another user. A root that is mapped to itself needs the one that is left (user_namespaces(7)).</remarks>
    public const string OfUser = "of a user";

    public static string[] Under(string privileges) => privileges == OfUser && Environment.IsPrivilegedProcess
        ? ["setpriv", "--inh-caps", "-all", "--bounding-set", "-all,+setfcap"]
        : [];
}
