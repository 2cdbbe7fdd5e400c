namespace RaftTorture.Targets.Docker.Engine.Values;

/// <summary>A program to be run in a container that runs.</summary>
internal sealed record ExecSpec
{
    public required IReadOnlyList<string> Cmd { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public bool? Privileged { get; init; }

    public bool AttachStdin { get; init; } = true;

    public bool AttachStdout { get; init; } = true;

    public bool AttachStderr { get; init; } = true;
}

internal sealed record ExecCreated
{
    public string Id { get; init; } = "";
}

internal sealed record ExecStart(bool Detach, bool Tty);

/// <summary>A program in a container as the engine knows it.</summary>
internal sealed record ExecDetails
{
    public bool Running { get; init; }

    /// <summary>Null while it runs.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its number on the engine's machine.</summary>
    public int Pid { get; init; }
}

/// <summary>How a program in a container ended.</summary>
internal sealed record ExecEnd(int Code, string Output, string Error);
