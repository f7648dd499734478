from zhiji.config.cli import main

raise SystemExit(main())
