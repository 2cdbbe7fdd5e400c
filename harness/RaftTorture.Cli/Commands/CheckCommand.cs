using System.CommandLine;
using RaftTorture.Checking.Formats;
using RaftTorture.Cli.Checks;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture check</c>: judges recorded runs again, and histories of any format.</summary>
public sealed class CheckCommand
{
    private readonly Argument<string[]> _paths = new("files")
    {
        Description = "Run directories, histories (JSON lines, Jepsen's EDN or logs, each maybe packed with gz), or folders of these.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = $"What histories are of: {string.Join(", ", ModelChoice.Names)}. Registers are told by their functions.",
    };

    private readonly Option<string?> _workload = new("--workload", "-w")
    {
        Description = $"The same by the workload that made them: {string.Join(", ", WorkloadCatalog.Names)}.",
    };

    private readonly Option<string?> _initial = new("--initial")
    {
        Description = "What every object holds at first: null, a number or a text (what the model says).",
    };

    private readonly Option<string?> _nullRead = Choice(
        "--null-read",
        ["absent", "unknown"],
        "What a read of null means: the key was absent, or nobody knows what it saw (absent).");

    private readonly Option<string?> _casFail = Choice(
        "--cas-fail",
        ["miss", "never"],
        "What a failed cas without a reason means: it found another value, or it never happened (never). A cas-miss says so itself.");

    private readonly Option<double?> _deadline = new("--deadline")
    {
        Description = $"Seconds that judging one file may take ({CheckOptions.UsualDeadlineSeconds}, of a run what its plan says).",
    };

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = $"Bytes that one search may take ({CheckOptions.UsualMemoryBytes}, of a run what its plan says).",
    };

    private readonly Option<string?> _expect = new("--expect")
    {
        Description = "An index.json that says what verdicts are right. Without a value: the index.json of each folder, which must name every file. "
            + "The exit code is then 0 only if all verdicts are right. A folder's index.json is heeded in any case.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _json = new("--json") { Description = "The same as JSON, for programs." };

    public static Command Create()
    {
        var flags = new CheckCommand();
        var command = new Command("check", "Check recorded runs or histories again.")
        {
            flags._paths,
            flags._model,
            flags._workload,
            flags._initial,
            flags._nullRead,
            flags._casFail,
            flags._deadline,
            flags._memory,
            flags._expect,
            flags._json,
        };
        command.SetAction(flags.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        var index = parsed.GetValue(_expect) is { } path ? ExpectationIndex.Read(path) : null;
        var targets = CheckTarget.Find(parsed.GetRequiredValue(_paths), index);
        var batch = new Batch(options, mustBeExpected: parsed.GetResult(_expect) is { Implicit: false }, parsed.InvocationConfiguration.Error);
        var files = batch.Check(targets);
        var exitCode = ExitCode.OfBatch([.. files.Select(file => file.ExitCode)]);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
            output.WriteLine(CheckJson.Of(files, options, exitCode));
        else
            batch.Show(Terminal.Open(output), files);
        return exitCode;
    }

    /// <exception cref="PlanException">An argument makes no sense: which, and what it should be.</exception>
    private CheckOptions OptionsOf(ParseResult parsed) => Validated(new CheckOptions(
        parsed.GetValue(_model),
        parsed.GetValue(_workload),
        parsed.GetValue(_initial) is { } initial ? ValueText.Parse(initial) : null,
        parsed.GetValue(_nullRead) is { } nullRead ? Enum.Parse<NullRead>(nullRead, ignoreCase: true) : null,
        parsed.GetValue(_casFail) is { } casFail ? Enum.Parse<CasFail>(casFail, ignoreCase: true) : null,
        parsed.GetValue(_deadline),
        parsed.GetValue(_memory)));

    private static CheckOptions Validated(CheckOptions options)
    {
        if (options is { Model: not null, Workload: not null })
            throw new PlanException("--model and --workload exclude each other: give one");
        if (options.DeadlineSeconds is <= 0 or > 1e6 or double.NaN)
            throw new PlanException("--deadline must be more than 0 and at most 1000000 seconds");
        if (options.MemoryBytes <= 0)
            throw new PlanException("--memory must be more than 0 bytes");
        if (options.Model is { } model)
            ModelChoice.Create(model, options.Initial);
        if (options.Workload is { } workload)
            ModelChoice.OfWorkload(workload);
        return options;
    }

    private static Option<string?> Choice(string name, string[] choices, string help)
    {
        var option = new Option<string?>(name) { Description = help };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }
}
