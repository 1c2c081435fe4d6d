using System.ComponentModel;
using System.Text.Json.Serialization;
using Llm;

namespace NativeTools;

public enum Size
{
    Small,
    Large,
}

public sealed record Dog(string Name, Size Size, string? Owner = null)
{
    [Description("What it must not eat")]
    public IReadOnlyList<string> Allergies { get; init; } = [];
}

public sealed record Stay(Dog Dog, DateOnly From, int Nights = 1)
{
    public Guid Id { get; init; }
}

public readonly record struct Occupancy(int Dogs, int Places);

/// <summary>The dogs of a kennel and when they stay, which its tools share.</summary>
internal sealed class Kennel : Toolbox
{
    private readonly List<Stay> stays = [];

    /// <summary>Books a stay.</summary>
    public async Task<Stay> BookAsync(Stay stay, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (stay.Nights < 1) throw new LlmException("A stay has at least one night.");
        stays.Add(stay with { Id = new Guid(stays.Count + 1, 0, 0, new byte[8]) });
        return stays[^1];
    }

    /// <summary>Lists the names of all dogs.</summary>
    public IReadOnlyList<string> Names() => [.. stays.Select(stay => stay.Dog.Name)];

    /// <summary>Finds the stays that begin in a period.</summary>
    public IEnumerable<Stay> Find(DateTimeOffset from, DateTimeOffset? to = null) => stays.Where(
        stay => stay.From >= DateOnly.FromDateTime(from.Date) && (to is null || stay.From <= DateOnly.FromDateTime(to.Value.Date)));

    /// <summary>Says how full the kennel is on a day.</summary>
    public ValueTask<Occupancy> OccupancyAsync(DateOnly day) =>
        new(new Occupancy(stays.Count(stay => stay.From <= day && day < stay.From.AddDays(stay.Nights)), 10));

    /// <summary>Finds the size of the largest dog; null if there are none.</summary>
    public Task<Size?> LargestAsync(Guid[]? ids = null) => Task.FromResult(
        stays.Where(stay => ids is null || ids.Contains(stay.Id)).Select(stay => (Size?)stay.Dog.Size).Max());

    /// <summary>Whether the kennel is open; not a tool, because it is static.</summary>
    public static bool IsOpen(DayOfWeek day, TimeOnly? at = null) =>
        day != DayOfWeek.Sunday && (at is null || at.Value.Hour is >= 8 and < 18);
}

public enum Mood
{
    Calm,
    Busy,
}

public sealed record Summary(IReadOnlyList<string> Done, Mood Mood);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Summary))]
internal sealed partial class KennelContext : JsonSerializerContext;
