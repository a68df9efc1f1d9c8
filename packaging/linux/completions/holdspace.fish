# Completes the arguments of holdspace in fish.
complete -c holdspace -f
complete -c holdspace -n __fish_use_subcommand -a check -d 'Say which files are sound'
complete -c holdspace -n __fish_use_subcommand -a demo -d 'Create a folder with invented sessions'
complete -c holdspace -l data-dir -r -a '(__fish_complete_directories)' -d 'Keep the notes in a folder'
complete -c holdspace -l today -r -d 'Invent sessions as of another day'
complete -c holdspace -l version -d 'Print the version'
complete -c holdspace -l help -d 'Print a short help'
complete -c holdspace -n '__fish_seen_subcommand_from demo' -a '(__fish_complete_directories)'
