namespace Llm.Providers.Tests;

/// <summary>Stored keys that a test knows.</summary>
internal sealed class FixedKeys(params (string Name, string Key)[] keys) : IKeySource
{
    public string? Find(string name) => keys.FirstOrDefault(entry => entry.Name == name).Key;
}
