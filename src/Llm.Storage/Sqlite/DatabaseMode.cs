namespace Llm.Storage.Sqlite;

/// <summary>What a connection may do with the file.</summary>
internal enum DatabaseMode
{
    /// <summary>Read and write; the file is created when it is missing.</summary>
    Create,

    /// <summary>Read and write a file that exists.</summary>
    ReadWrite,

    /// <summary>Read a file that exists.</summary>
    ReadOnly,
}
