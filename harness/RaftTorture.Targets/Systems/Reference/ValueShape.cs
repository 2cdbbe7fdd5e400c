namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What a workload keeps in a key, which the text in the store does not tell.</summary>
public enum ValueShape
{
    /// <summary>One value: the register.</summary>
    Scalar,

    /// <summary>Values one after another: append and set.</summary>
    List,
}
