using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>Converts the words of a command line, or of the environment, to the values of a command's parameters.</summary>
internal static class ValueConversion
{
    /// <exception cref="UsageException">A value cannot be used or is missing.</exception>
    public static Dictionary<Parameter, object?> Convert(CommandScope scope, ParsedWords parsed, Func<string, string?> environment)
    {
        // The first error is reported: options as they were given, then arguments, then options that were not given.
        var values = new Dictionary<Parameter, object?>(scope.Parameters.Count, ReferenceEqualityComparer.Instance);
        foreach (var parameter in parsed.Order)
            if (parameter is Option)
                values[parameter] = Convert(parameter, parsed.Get(parameter));
        foreach (var parameter in scope.Parameters)
            if (parameter is Argument)
                values[parameter] = Convert(parameter, parsed.Get(parameter));
        foreach (var parameter in scope.Parameters)
            if (parameter is Option option && !values.ContainsKey(option))
                values[option] = Convert(option, FromEnvironment(option, environment));
        return values;
    }

    private static object? Convert(Parameter parameter, IReadOnlyList<string> words)
    {
        if (words.Count == 0 && parameter.IsRequired)
            throw new UsageException($"Missing {(parameter is Argument ? "argument" : "option")} {parameter.Hint}.");
        try
        {
            return parameter.Convert(words);
        }
        catch (InvalidValueException error) when (error.Parameter is null)
        {
            throw new InvalidValueException(error.Problem, parameter, error);
        }
    }

    private static IReadOnlyList<string> FromEnvironment(Option option, Func<string, string?> environment)
    {
        if (option.EnvironmentVariable is null || environment(option.EnvironmentVariable) is not { Length: > 0 } text) return [];
        return option.SplitEnvironmentValue(text);
    }
}
