using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using NetEscapades.Configuration.Yaml;

namespace Gateway;

/// <summary>
/// Where settings come from; the later ones win: appsettings.json, config.yaml beside it, config.yaml in the data folder, environment variables,
/// the short names of some of them (<see cref="ShortNames"/>), the command line. The files are watched.
/// </summary>
internal static class GatewayBuilder
{
    private const string YamlFile = "config.yaml";
    private static readonly string[] Switches = ["--demo", "--no-demo"];

    public static WebApplicationBuilder Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Except(Switches, StringComparer.OrdinalIgnoreCase)], // they have no value, and the provider would take the next argument for it
            ContentRootPath = ContentRoot(args),
        });
        AddYaml(builder, Path.Combine(builder.Environment.ContentRootPath, YamlFile));
        AddShortNames(builder.Configuration, args);
        AddYaml(builder, Path.Combine(GatewaySettings.DataFolderOf(builder.Configuration, builder.Environment), YamlFile));
        ListenAddress.SetDefault(builder);
        builder.WebHost.ConfigureKestrel(static options => options.AddServerHeader = false);
        return builder;
    }

    /// <summary>The current folder where it holds settings, else the folder of the program: started from anywhere it finds its own.</summary>
    private static string? ContentRoot(string[] args)
    {
        var current = Directory.GetCurrentDirectory();
        var isChosen = args.Any(static arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null;
        return isChosen || File.Exists(Path.Combine(current, "appsettings.json")) || File.Exists(Path.Combine(current, YamlFile)) ? null : AppContext.BaseDirectory;
    }

    private static void AddYaml(WebApplicationBuilder builder, string path)
    {
        var source = new YamlConfigurationSource { Path = path, Optional = true, ReloadOnChange = true };
        source.ResolveFileProvider();
        try
        {
            builder.Configuration.Sources.Insert(IndexOfEnvironment(builder.Configuration), source);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException)
        {
            throw new SettingException($"{path}: can't be read as YAML: {(error.InnerException ?? error).Message}");
        }
    }

    private static void AddShortNames(ConfigurationManager configuration, string[] args)
    {
        var demo = args.Contains("--no-demo", StringComparer.OrdinalIgnoreCase) ? false : args.Contains("--demo", StringComparer.OrdinalIgnoreCase) ? true : (bool?)null;
        IList<IConfigurationSource> sources = configuration.Sources;
        sources.Insert(IndexOfEnvironment(configuration) + 1, new MemoryConfigurationSource { InitialData = ShortNames.Read(configuration, demo) });
    }

    /// <summary>Files stand before the environment's variables; the command line stands after them.</summary>
    private static int IndexOfEnvironment(ConfigurationManager configuration)
    {
        var sources = configuration.Sources;
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return sources.Count - 1;
    }
}
