using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Engines.Polynomial;
using RaftTorture.Checking.Tests.Engines.Registers;

namespace RaftTorture.Checking.Tests.Engines;

/// <summary>The fuzz of one engine by name, with as many histories as each run of the tests has. It throws if the engine contradicts the definition.</summary>
internal static class Trials
{
    private const ulong Seed = 101;
    private const int Histories = 50_000;

    public static void Run(string engine)
    {
        switch (engine)
        {
            case "queue":
                PolynomialTrial.Compare<QueueModel, Value.Items>(PolynomialTrials.Unique(engine), Seed, mostUndecidedPercent: 20);
                break;
            case "unordered-queue":
                PolynomialTrial.Compare<UnorderedQueueModel, UnorderedQueueState>(PolynomialTrials.Unique(engine), Seed, mostUndecidedPercent: 20);
                break;
            case "mutex":
                PolynomialTrial.Compare<MutexModel, int>(Oracle.ModelTrials.Of(engine), Seed, mostUndecidedPercent: 0);
                break;
            case "fenced-lock":
                PolynomialTrial.Compare<FencedLockModel, FencedLockState>(Oracle.ModelTrials.Of(engine), Seed, mostUndecidedPercent: 0);
                break;
            case "counter":
                PolynomialTrial.Compare<CounterModel, long>(PolynomialTrials.Counter(dice => dice.Percent(10) ? 0 : 1), Seed, mostUndecidedPercent: 0);
                break;
            case "counter bounds":
                PolynomialTrial.Compare<CounterModel, long>(PolynomialTrials.Counter(dice => dice.Below(5) - 2), Seed, mostUndecidedPercent: 40);
                break;
            default:
                new RegisterFuzz(engine).Run(Seed, Histories);
                break;
        }
    }
}
