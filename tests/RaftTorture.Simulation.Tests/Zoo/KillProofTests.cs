using RaftTorture.Replica;
using RaftTorture.Zoo;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>Every animal has a story that only sound nodes survive: before that its rate of detection means nothing.</summary>
public sealed class KillProofTests
{
    private static IReadOnlyList<KillProof> Proofs =>
        [.. ElectionProofs.All, .. ReplicationProofs.All, .. DurabilityProofs.All, .. MembershipProofs.All, .. ReadProofs.All];

    [Test]
    public void An_animal_does_not_survive_its_story([ValueSource(nameof(Proofs))] object proof)
    {
        var (animal, seen, tell) = (KillProof)proof;
        Assert.That(tell(ReplicaSeams.Sound), Is.Null, "sound nodes survive it");
        Assert.That(tell(animal.Seams), Is.EqualTo(seen), animal.Bug);
    }

    [Test]
    public void Every_animal_has_a_story() =>
        Assert.That(ZooCatalog.All.Select(animal => animal.Id).Except(Proofs.Select(proof => proof.Animal.Id)), Is.Empty);

    [Test]
    public void Every_animal_is_in_the_catalog_under_an_id_of_its_own()
    {
        var written = typeof(Animal).Assembly.GetTypes().Select(type => type.GetField("Animal")?.GetValue(null)).OfType<Animal>();
        Assert.That(ZooCatalog.All, Is.EquivalentTo(written));
        Assert.That(ZooCatalog.All.Select(animal => animal.Id), Is.Unique);
    }

    [Test]
    public void Every_animal_breaks_exactly_one_thing([ValueSource(typeof(ZooCatalog), nameof(ZooCatalog.All))] Animal animal)
    {
        var sound = ReplicaSeams.Sound;
        var broken = new[] { animal.Seams.Rules != sound.Rules, animal.Seams.Effects != sound.Effects, animal.Seams.WrapDisk != sound.WrapDisk };
        Assert.That(broken.Count(isBroken => isBroken), Is.EqualTo(1));
    }
}
