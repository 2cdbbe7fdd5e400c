using System.Collections.Immutable;
using System.Reflection;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Some value of a type in which nothing has its default, so that whatever gets lost on the way is missed.</summary>
internal static class Sample
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = "some \"text\"\n",
        [typeof(bool)] = true,
        [typeof(byte)] = (byte)200,
        [typeof(int)] = -7,
        [typeof(uint)] = 7u,
        [typeof(long)] = -1L << 40,
        [typeof(ulong)] = ulong.MaxValue,
        [typeof(ushort)] = (ushort)7001,
        [typeof(double)] = 0.1,
        [typeof(TimeSpan)] = TimeSpan.FromTicks(12_345_678_901),
        [typeof(DateTimeOffset)] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        [typeof(byte[])] = new byte[] { 0, 1, 255 },
    };

    /// <summary>A new type of member is taught here if it is neither a record, an enum, nor a list of such.</summary>
    public static object Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying);
        if (Known.TryGetValue(type, out var known))
            return known;
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Last();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return Generic(nameof(Two), type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
            return Generic(nameof(One), type);
        return type.IsAbstract || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true
            ? throw new NotSupportedException($"no sample of {type}: teach it to {nameof(Sample)}, and see that JSON can carry it")
            : Made(type);
    }

    private static object Made(Type type)
    {
        var made = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public).MaxBy(constructor => constructor.GetParameters().Length)!;
        var value = made.Invoke([.. made.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null && !IsParameter(made, property)))
            property.SetValue(value, Of(property.PropertyType));
        return value;
    }

    private static bool IsParameter(ConstructorInfo made, PropertyInfo property) => made.GetParameters().Any(parameter => parameter.Name == property.Name);

    private static object Generic(string maker, Type type) =>
        typeof(Sample).GetMethod(maker, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, null)!;

    private static ImmutableArray<T> Two<T>() => [(T)Of(typeof(T)), (T)Of(typeof(T))];

    private static ImmutableSortedDictionary<TKey, TValue> One<TKey, TValue>()
        where TKey : notnull => ImmutableSortedDictionary<TKey, TValue>.Empty.Add((TKey)Of(typeof(TKey)), (TValue)Of(typeof(TValue)));
}
