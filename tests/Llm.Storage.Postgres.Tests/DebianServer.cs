using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Llm.Tests.Postgres;
using Npgsql;

namespace Llm.Storage.Postgres.Tests;

/// <summary>
/// A PostgreSQL server of the machine, without pgvector, in a temporary folder. Users come without a password over its socket, with one
/// over the network, and <c>guarded</c> only encrypted. Its certificate is <see cref="Certificate"/>.
/// </summary>
public sealed class DebianServer : IAsyncLifetime
{
    public const string Password = "correct horse";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("llm-postgres-");
    private Process? process;
    private string? missing;

    public int Port { get; private set; }

    public string Certificate => Path.Combine(folder.FullName, "server.crt");

    /// <summary>The address of a database over the socket; the test is skipped if there is no server.</summary>
    public string Address(string user = "postgres", string database = "postgres")
    {
        Assert.SkipWhen(missing is not null, missing ?? "");
        return $"postgresql://{user}@/{database}?host={Uri.EscapeDataString(folder.FullName)}&port={Port}";
    }

    /// <summary>The address of a database over the network.</summary>
    public string NetworkAddress(string user, string? password, string more = "")
    {
        Assert.SkipWhen(missing is not null, missing ?? "");
        var userInfo = password is null ? user : $"{user}:{Uri.EscapeDataString(password)}";
        return $"postgresql://{userInfo}@localhost:{Port}/postgres?passfile=/dev/null{more}";
    }

    /// <summary>Runs statements as the owner of everything.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<NpgsqlConnection> ConnectAsync(string database = "postgres")
    {
        _ = Address();
        var connection = new NpgsqlConnection($"Host={folder.FullName};Port={Port};Username=postgres;Database={database};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask InitializeAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
        if (programs is null)
        {
            missing = "Debian's package postgresql is not installed: .ci/install does it.";
            return;
        }

        Port = PgliteServer.FreePort();
        MakeCertificate();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "password"), Password);
        if (Environment.UserName == "root") await RunAsync("chown", "-R", "postgres", folder.FullName);
        var data = Path.Combine(folder.FullName, "data");
        await RunAsOwnerAsync(
            Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "--no-sync",
            "--pwfile", Path.Combine(folder.FullName, "password"));
        await File.WriteAllTextAsync(Path.Combine(data, "pg_hba.conf"), """
            local     all all                   trust
            hostnossl all guarded  localhost    reject
            host      all all      localhost    scram-sha-256
            """);
        process = Process.Start(AsOwner(
            Path.Combine(programs, "postgres"), "-D", data, "-p", $"{Port}", "-k", folder.FullName, "-c", "listen_addresses=localhost",
            "-c", "fsync=off", "-c", "ssl=on", "-c", $"ssl_cert_file={Certificate}", "-c", $"ssl_key_file={KeyFile}"))!;
        await WaitAsync(process.StandardError);
        _ = process.StandardError.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            // SIGQUIT ends the server at once with the processes that it has started.
            await RunAsync("kill", "-QUIT", (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "data", "postmaster.pid")))[0]);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private string KeyFile => Path.Combine(folder.FullName, "server.key");

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task WaitAsync(StreamReader log)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<string>();
        while (await log.ReadLineAsync(limit.Token) is { } line)
        {
            seen.Add(line);
            if (line.Contains("ready to accept connections", StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException(string.Join('\n', seen));
    }

    private static Task RunAsOwnerAsync(string program, params string[] arguments) => RunAsync(AsOwner(program, arguments));

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(Start(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
    }

    /// <summary>The server refuses to run as root.</summary>
    private static ProcessStartInfo AsOwner(string program, params string[] arguments) => Environment.UserName == "root"
        ? Start("runuser", ["-u", "postgres", "--", program, .. arguments]) : Start(program, arguments);

    private static ProcessStartInfo Start(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };
}
