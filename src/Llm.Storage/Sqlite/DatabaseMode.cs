namespace Llm.Storage.Sqlite;

/// <summary>What a connection may do with the file.</summary>
internal enum DatabaseMode
{
    /// <summary>Read and write; the file is created if it does not exist.</summary>
    Create,

    /// <summary>Read and write an existing file.</summary>
    ReadWrite,

    /// <summary>Read an existing file.</summary>
    ReadOnly,
}
