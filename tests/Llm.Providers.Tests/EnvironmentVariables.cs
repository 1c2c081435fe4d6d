namespace Llm.Providers.Tests;

/// <summary>Sets environment variables and puts them back at the end.</summary>
/// <remarks>They belong to the process, so tests that use this are in the collection of this name, which runs alone.</remarks>
[CollectionDefinition(nameof(EnvironmentVariables), DisableParallelization = true)]
public sealed class EnvironmentVariables : IDisposable
{
    private readonly List<(string Name, string? Value)> before = [];

    public EnvironmentVariables(params (string Name, string? Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in before) Environment.SetEnvironmentVariable(name, value);
    }
}
