using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Systems;

/// <summary>A system whose nodes tell their status, and can be asked to hand over, to snapshot and to change their members, as the reference node can.</summary>
internal interface IOperatedSystem : ISystem
{
    /// <summary>Whether its nodes open a port for their operator. Without one they only tell their status.</summary>
    bool HasOperator { get; }

    NodeApi ApiOf(Site site);

    AdminApi AdminOf(Site site);
}
