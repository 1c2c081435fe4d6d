namespace Llm.Testing;

/// <summary>Throws a <see cref="ConformanceException"/> where something is not as it must be.</summary>
internal static class Requirement
{
    public static void Holds(bool condition, string message)
    {
        if (!condition) throw new ConformanceException(message);
    }

    public static void Same<T>(T actual, T expected, string what) =>
        Holds(EqualityComparer<T>.Default.Equals(actual, expected), $"{what}: it is {Show(actual)}, not {Show(expected)}.");

    public static void SameList<T>(IEnumerable<T> actual, IEnumerable<T> expected, string what)
    {
        var (found, wanted) = (actual.ToList(), expected.ToList());
        Holds(found.SequenceEqual(wanted), $"{what}: it is {ShowAll(found)}, not {ShowAll(wanted)}.");
    }

    /// <summary>Requires an <see cref="LlmException"/> whose message contains a text; returns the message.</summary>
    public static async Task<string> RefusedAsync(Func<Task> run, string what, string part = "")
    {
        var error = await ThrownAsync<LlmException>(run, what);
        Holds(error.Message.Contains(part, StringComparison.Ordinal), $"{what}: the message '{error.Message}' does not contain '{part}'.");
        return error.Message;
    }

    public static async Task<T> ThrownAsync<T>(Func<Task> run, string what)
        where T : Exception
    {
        try
        {
            await run();
        }
        catch (T expected)
        {
            return expected;
        }
        catch (Exception other)
        {
            throw new ConformanceException($"{what}: {other.GetType().Name} was thrown, not {typeof(T).Name}: {other.Message}", other);
        }

        throw new ConformanceException($"{what}: nothing was thrown, not {typeof(T).Name}.");
    }

    private static string Show<T>(T value) => value?.ToString() ?? "null";

    private static string ShowAll<T>(List<T> values)
    {
        const int most = 20;
        return $"[{string.Join(", ", values.Take(most).Select(Show))}{(values.Count > most ? $", … {values.Count} in all" : "")}]";
    }
}
