namespace RaftTorture.Scenarios.Generators;

/// <summary>Endlessly what a function makes of the moment, for whoever is free.</summary>
public sealed record Always<T>(Func<Context, T> Make) : IGenerator<T>
{
    public Step<T> Next(Context context) => new Step<T>.Emit(Make(context), context.Free[0], this);
}
