using Microsoft.Extensions.Options;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.DependencyInjection;

/// <summary>Checks the options: every error at once, and no word of a connection string in them.</summary>
internal sealed class EntityFrameworkCoreOptionsValidator : IValidateOptions<EntityFrameworkCoreOptions>
{
    private const int MaxBatchSize = 10_000;

    public ValidateOptionsResult Validate(string? name, EntityFrameworkCoreOptions options)
    {
        var errors = new List<string>();
        if (ConnectionText.ErrorOf(options) is { } error)
        {
            errors.Add(error);
        }

        if (options.BatchSize is < 1 or > MaxBatchSize)
        {
            errors.Add($"{nameof(options.BatchSize)}: {options.BatchSize} was found; use a number between 1 and {MaxBatchSize}.");
        }

        if (options.QueueSize < options.BatchSize)
        {
            errors.Add($"{nameof(options.QueueSize)}: {options.QueueSize} was found; use at least the {nameof(options.BatchSize)}, {options.BatchSize}.");
        }

        CheckTime(nameof(options.ReapInterval), options.ReapInterval, TimeSpan.FromDays(1), errors);
        CheckTime(nameof(options.RememberEnded), options.RememberEnded, TimeSpan.FromDays(3650), errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTime(string name, TimeSpan found, TimeSpan most, List<string> errors)
    {
        if (found <= TimeSpan.Zero || found > most)
        {
            errors.Add($"{name}: {found} was found; use a time above zero and at most {most}.");
        }
    }
}
