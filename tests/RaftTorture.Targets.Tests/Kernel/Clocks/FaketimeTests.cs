using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Clocks;

/// <summary>What there is to fall back on where no vDSO can be patched.</summary>
public sealed class FaketimeTests
{
    private static readonly FaketimeLibrary None = new(Path: null);

    private readonly ScriptedKernel _refuses = new(request => request is TrySkew ? Ability.Missing("the memory of processes cannot be written", "none") : null);

    private readonly ScriptedKernel _patches = new(request => request is TrySkew ? new Ability(true, "through its vDSO") : null);

    [Test]
    public async Task Where_the_vdso_cannot_be_patched_nodes_are_started_with_the_library_and_what_it_cannot_do_is_said()
    {
        Require.Faketime();
        var ability = await ProbeAsync(_refuses, ClockMethod.Auto, FaketimeLibrary.Installed);
        Assert.That(ability, Is.TypeOf<FaketimeAbility>().With.Property(nameof(FaketimeAbility.Library)).EqualTo(FaketimeLibrary.Installed.Path));
        Assert.That(ability.Words, Does.Contain("nor of Go").And.EndsWith("for the memory of processes cannot be written"));
    }

    [Test]
    public async Task Where_the_vdso_can_be_patched_it_is() =>
        Assert.That(await ProbeAsync(_patches, ClockMethod.Auto, FaketimeLibrary.Installed), Is.EqualTo(new Ability(true, "through its vDSO")));

    [Test]
    public async Task The_library_may_be_insisted_on()
    {
        Require.Faketime();
        Assert.That(await ProbeAsync(_patches, ClockMethod.Faketime, FaketimeLibrary.Installed), Is.TypeOf<FaketimeAbility>());
    }

    [Test]
    public async Task Who_insists_on_the_vdso_gets_nothing_else() =>
        Assert.That((await ProbeAsync(_refuses, ClockMethod.Vdso, FaketimeLibrary.Installed)).Works, Is.False);

    [TestCase(ClockMethod.Auto)]
    [TestCase(ClockMethod.Faketime)]
    public async Task Without_the_library_the_command_that_installs_it_is_named(ClockMethod method)
    {
        var ability = await ProbeAsync(_refuses, method, None);
        Assert.That((ability.Works, ability.Remedy), Is.EqualTo((false, "apt-get install libfaketime")));
    }

    [Test]
    public async Task A_library_that_does_nothing_is_found_out_before_a_node_is_started()
    {
        var ability = await ProbeAsync(_refuses, ClockMethod.Faketime, new FaketimeLibrary("/nowhere/libnothing.so"));
        Assert.That((ability.Works, ability.Words), Is.EqualTo((false, "a program with /nowhere/libnothing.so tells the true time, and not tomorrow's")));
    }

    [TestCase(0, 0, "+0.000000 x1.000000\n", TestName = "the true time names the true rate, for it keeps the one it was told")]
    [TestCase(-250, 0, "-0.250000 x1.000000\n", TestName = "a quarter of a second back")]
    [TestCase(0, 500_000, "-5.000000 x1.500000\n", TestName = "what a rate would have gained in the ten seconds before is taken off")]
    [TestCase(1000, -20_000, "+1.200000 x0.980000\n", TestName = "a slow clock that starts ahead")]
    public void What_it_reads_counts_from_the_start_of_the_process(double offsetMs, int ppm, string line) =>
        Assert.That(new FakedTime(offsetMs, ppm).Line(TimeSpan.FromSeconds(10)), Is.EqualTo(line));

    private static Task<Ability> ProbeAsync(IKernel kernel, ClockMethod method, FaketimeLibrary library) =>
        ClockAbility.ProbeAsync(kernel, method, library, CancellationToken.None);
}
