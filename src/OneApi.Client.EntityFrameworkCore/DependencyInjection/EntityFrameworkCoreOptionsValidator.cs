using Microsoft.Extensions.Options;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.DependencyInjection;

/// <summary>Checks the options: every error at once, and no word of a connection string in them.</summary>
internal sealed class EntityFrameworkCoreOptionsValidator : IValidateOptions<EntityFrameworkCoreOptions>
{
    private const string Path = "OneApi:Store:";
    private const int MaxBatchSize = 10_000;
    private static readonly TimeSpan ShortestMemory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, EntityFrameworkCoreOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        if (ConnectionText.ErrorOf(options) is { } error)
        {
            errors.Add(error);
        }

        if (options.BatchSize is < 1 or > MaxBatchSize)
        {
            errors.Add($"{Path}BatchSize: {options.BatchSize} was found; use a number between 1 and {MaxBatchSize}.");
        }

        if (options.QueueSize < options.BatchSize)
        {
            errors.Add($"{Path}QueueSize: {options.QueueSize} was found; use at least the {nameof(options.BatchSize)}, {options.BatchSize}.");
        }

        if (options.RememberEnded < ShortestMemory || options.RememberEnded > LongestMemory)
        {
            errors.Add($"{Path}RememberEnded: {options.RememberEnded} was found; use a time between {ShortestMemory} and {LongestMemory}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
