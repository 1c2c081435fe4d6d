using System.Globalization;

namespace Llm;

/// <summary>
/// What models cost: by the user's <c>prices.yaml</c>, else by the packages that the user added, else by the prices that come with the
/// library.
/// </summary>
/// <remarks>
/// <para>
/// A price counts for calls from its first day on, in UTC. The cost of a call is what its tokens cost: surcharges for sound, searches or
/// other tools of a server, and rebates for batches or slower service are not known. A model that is not in the table has no price, and
/// the cost of its calls is null, never zero.
/// </para>
/// <para>The file is read once, when the table is loaded. Thread-safe.</para>
/// </remarks>
public sealed class PriceTable
{
    /// <summary>The name of the user's file in the user directory.</summary>
    public const string UserFile = "prices.yaml";

    /// <summary>The day of a call whose time is not known, which has the latest price.</summary>
    internal const string LastDay = "9999-12-31";

    /// <summary>Vendors whose models are also logged without the name of the vendor, as older plugins of the Python tool do.</summary>
    private static readonly string[] Vendors = ["anthropic", "gemini", "mistral", "xai"];

    private readonly Dictionary<string, List<ModelPrice>> own;
    private readonly Dictionary<string, List<ModelPrice>> known;

    private PriceTable(Dictionary<string, List<ModelPrice>> own, Dictionary<string, List<ModelPrice>> known)
    {
        (this.own, this.known) = (own, known);
        var bounds = new SortedSet<long>();
        foreach (var table in (Dictionary<string, List<ModelPrice>>[])[own, known])
        {
            foreach (var (_, prices) in table)
                foreach (var price in prices)
                    if (price.Above is not null)
                        bounds.Add(price.Bound);
        }

        Bounds = [.. bounds];
    }

    /// <summary>The numbers of input tokens above which some model has other prices, ascending.</summary>
    internal IReadOnlyList<long> Bounds { get; }

    /// <summary>Finds the price in the description of a package; null if there are no packages.</summary>
    internal Func<string, ModelPrice?>? OfPackages { get; init; }

    /// <summary>Loads the prices, which takes a few milliseconds.</summary>
    /// <param name="directory">The user directory, whose <see cref="UserFile"/> may be missing.</param>
    /// <exception cref="LlmException">The user's file cannot be read or is not valid; the message names the entry or the line.</exception>
    public static PriceTable Load(UserDirectory directory) => Load(directory, ofPackages: null);

    /// <inheritdoc cref="Load(UserDirectory)"/>
    /// <param name="directory">The user directory, whose <see cref="UserFile"/> may be missing.</param>
    /// <param name="ofPackages">Finds the price in the description of a package, by the id of the model.</param>
    internal static PriceTable Load(UserDirectory directory, Func<string, ModelPrice?>? ofPackages)
    {
        ArgumentNullException.ThrowIfNull(directory);
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("Llm.Prices.prices.yaml")!;
        using var reader = new StreamReader(stream);
        var known = PriceFile.Read(reader.ReadToEnd());
        var file = Path.Combine(directory.Path, UserFile);
        if (!File.Exists(file)) return new PriceTable([], known) { OfPackages = ofPackages };
        try
        {
            return new PriceTable(PriceFile.Read(TextFile.Read(file)), known) { OfPackages = ofPackages };
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{file}: {ex.Message}", ex);
        }
    }

    /// <summary>
    /// The cost of a response in US dollars; null if the price of its model or the number of its tokens is not known, or the price is in
    /// another currency, in which <see cref="FindCost(Response)"/> has it.
    /// </summary>
    public decimal? CostOf(Response response) => FindCost(response)?.InDollars;

    /// <summary>The cost of a response; null if the price of its model or the number of its tokens is not known.</summary>
    public CallCost? FindCost(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return FindCost(response.ModelId, response.ResolvedModel, Day(response.StartedAt ?? DateTimeOffset.MaxValue), response.Usage);
    }

    /// <summary>
    /// The cost of a call in US dollars; null if the price of the model or the number of tokens is not known, or the price is in another
    /// currency.
    /// </summary>
    /// <param name="model">The id of the model, as it was requested.</param>
    /// <param name="resolvedModel">The model that answered, as the provider reported it; null if it did not.</param>
    /// <param name="startedAt">When the call was made.</param>
    /// <param name="usage">The tokens; null if they are not known.</param>
    /// <remarks>
    /// A cost that the server reported with the tokens, as OpenRouter and Perplexity do, is returned as it is, unless the user's file has a
    /// price of the model.
    /// </remarks>
    public decimal? CostOf(string? model, string? resolvedModel, DateTimeOffset startedAt, Usage? usage) =>
        FindCost(model, resolvedModel, startedAt, usage)?.InDollars;

    /// <summary>The cost of a call; null if the price of the model or the number of tokens is not known.</summary>
    /// <inheritdoc cref="CostOf(string?, string?, DateTimeOffset, Usage?)"/>
    public CallCost? FindCost(string? model, string? resolvedModel, DateTimeOffset startedAt, Usage? usage) =>
        FindCost(model, resolvedModel, Day(startedAt), usage);

    /// <inheritdoc cref="FindCost(string?, string?, DateTimeOffset, Usage?)"/>
    internal CallCost? FindCost(string? model, string? resolvedModel, string day, Usage? usage)
    {
        var own = FindOwn(model, resolvedModel, day);
        if (own is null && TokenDetails.FindCost(usage?.Details) is { } cost) return new CallCost(cost, CallCost.Dollars);
        return (own ?? FindKnown(model, resolvedModel, day)) is { } price && price.CostOf(TokenCounts.Of(usage)) is { } amount
            ? new CallCost(amount, price.Currency) { IsFree = price is { IsFree: true, IsOfPackage: true } }
            : null;
    }

    /// <summary>The user's price of a model on a day; null if there is none.</summary>
    internal ModelPrice? FindOwn(string? model, string? resolvedModel, string day) =>
        On(day, Find(own, model) ?? Find(own, Resolved(model, resolvedModel)));

    /// <summary>
    /// The price in the package that has the model, or the one that comes with the library; there, the exact name of the model that
    /// answered comes first.
    /// </summary>
    internal ModelPrice? FindKnown(string? model, string? resolvedModel, string day) =>
        (string.IsNullOrEmpty(model) ? null : OfPackages?.Invoke(model))
        ?? On(day, Find(known, Resolved(model, resolvedModel)) ?? Find(known, model));

    /// <summary>The vendor of a model that is logged without one; null if the table does not know the model.</summary>
    internal string? VendorOf(string model)
    {
        foreach (var vendor in Vendors)
            if (Versions(known, $"{vendor}/{model}") is not null)
                return vendor;
        return !model.Contains('/', StringComparison.Ordinal) && Versions(known, model) is [{ IsFree: false }, ..] ? "openai" : null;
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The name of the model that answered, with the provider of the one that was asked.</summary>
    private static string? Resolved(string? model, string? resolved)
    {
        var slash = model?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || resolved is null) return resolved;
        var provider = model![..(slash + 1)];
        return resolved.StartsWith(provider, StringComparison.Ordinal) ? resolved : provider + resolved;
    }

    private static List<ModelPrice>? Find(Dictionary<string, List<ModelPrice>> table, string? name)
    {
        if (string.IsNullOrEmpty(name) || table.Count == 0) return null;
        if (Versions(table, name) is { } found) return found;
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            foreach (var vendor in Vendors)
                if (Versions(table, $"{vendor}/{name}") is { } ofVendor)
                    return ofVendor;
        }

        // The longest beginning is the most exact.
        string? best = null;
        foreach (var (pattern, _) in table)
        {
            if (pattern.EndsWith('*') && pattern.Length > (best?.Length ?? 0)
                && name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal))
            {
                best = pattern;
            }
        }

        return best is null ? null : table[best];
    }

    /// <summary>The entry of the name, or else of the name without its date or <c>-latest</c>.</summary>
    private static List<ModelPrice>? Versions(Dictionary<string, List<ModelPrice>> table, string name) =>
        table.GetValueOrDefault(name) ?? (WithoutVersion(name) is { } family ? table.GetValueOrDefault(family) : null);

    private static string? WithoutVersion(string name)
    {
        if (name.EndsWith("-latest", StringComparison.Ordinal)) return name[..^"-latest".Length];
        foreach (var format in (string[])["-yyyy-MM-dd", "-yyyyMMdd"])
        {
            var start = name.Length - format.Length;
            if (start > 0 && DateOnly.TryParseExact(
                name.AsSpan(start), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                return name[..start];
            }
        }

        return null;
    }

    private static ModelPrice? On(string day, List<ModelPrice>? prices)
    {
        ModelPrice? latest = null;
        foreach (var price in prices ?? [])
            if (price.From is null || string.CompareOrdinal(price.From, day) <= 0)
                latest = price;
        return latest;
    }
}
