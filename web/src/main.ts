// Starts the page.
import './styles/tokens.css';
import './styles/page.css';
import './styles/header.css';
import './styles/time-bar.css';
import './styles/board.css';
import './styles/table.css';
import './styles/generic.css';
import './styles/dialogs.css';
import './styles/kiosk.css';
import { Page } from './page/page';

const parent = document.getElementById('page');
if (parent) new Page(parent);
