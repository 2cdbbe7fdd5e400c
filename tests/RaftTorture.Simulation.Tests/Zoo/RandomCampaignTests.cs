using RaftTorture.Simulation.Runs;
using RaftTorture.Zoo;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>The random campaign finds those that are easy within few seeds; the kill matrix counts them all.</summary>
public sealed class RandomCampaignTests
{
    private const ulong Seeds = 60;

    [TestCase("E01")]
    [TestCase("E01b")]
    [TestCase("E04")]
    [TestCase("E06")]
    [TestCase("R02")]
    [TestCase("R03")]
    [TestCase("R09")]
    [TestCase("R11")]
    [TestCase("C01")]
    [TestCase("D01")]
    [TestCase("D07")]
    [TestCase("S03")]
    [TestCase("Q01")]
    [TestCase("Q03")]
    public void A_random_campaign_finds_the_animal(string id)
    {
        var animal = ZooCatalog.All.Single(animal => animal.Id == id);
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (SimulatedRun.Of(SwarmDraw.Of(seed), animal.Seams).Finding is { } finding)
            {
                TestContext.Out.WriteLine($"{animal}\nseed {seed}: {finding.Layer} {finding.Name} after {finding.AtMs} ms");
                return;
            }
        }

        Assert.Fail($"{animal} lives through {Seeds} seeds");
    }
}
