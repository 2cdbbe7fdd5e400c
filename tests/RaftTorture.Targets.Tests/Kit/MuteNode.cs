namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A node program that runs and never answers; it ends with its parent, as a node does.</summary>
internal static class MuteNode
{
    /// <summary>To be given as the node binary.</summary>
    public static string Binary => typeof(MuteNode).Assembly.Location;

    public static int Run()
    {
        Console.WriteLine("I say no more than this");
        while (Console.In.Read() >= 0)
        {
            // The end of the input is the end of the parent.
        }

        return 0;
    }
}
